import type { Range } from '../range.ts';

const closings = [
  'Packed small, it leaves room for the things you forgot last time.',
  'Spare parts are sold separately, so a broken buckle is never the end of it.',
  'We have taken ours out in every season and would do it again.',
];

/** Outdoor: camping and hiking. */
export const outdoor: readonly Range[] = [
  {
    kind: 'tent', code: 'TNT', category: ['Outdoor', 'Camping', 'Tents'], closings,
    purposes: [
      'A tent that stands in five minutes and stays put when the weather turns.',
      'Room to sit up, to sort your things and to wait out an afternoon of rain.',
      'Made for walkers who count every gram and still want to sleep dry.',
    ],
    makings: [
      'The flysheet is sealed at every seam and the poles are colour-coded, so you can pitch it in the dark.',
      'Two doors and two porches keep muddy boots outside and quarrels short.',
      'A mesh inner tent lets the air through and keeps the midges out.',
    ],
    entries: [
      ['Ridgeline Dome Tent', 'Nordfell', 18990, ['forest', 'rust']],
      ['Lakeside Family Tent', 'Nordfell', 42900, ['ocean', 'moss'], 49900],
      ['Ultralight Trekking Tent', 'Kestrel & Pine', 32900, ['moss', 'mustard']],
      ['Weekend Festival Tent', 'Kestrel & Pine', 8990, ['coral', 'sky', 'mustard'], 10990],
      ['Expedition Tunnel Tent', 'Nordfell', 54900, ['rust']],
      ['Meadow Two-Person Tent', 'Kestrel & Pine', 14990, ['sage', 'sand']],
      ['Stormproof Mountain Tent', 'Nordfell', 46900, ['mustard', 'forest']],
      ['Orchard Garden Tent', 'Kestrel & Pine', 6990, ['sky']],
    ],
  },
  {
    kind: 'sleeping-bag', code: 'SLB', category: ['Outdoor', 'Camping', 'Sleeping Bags'], closings,
    option: { name: 'Length', values: ['Regular', 'Long'], step: 1000 },
    purposes: [
      'A sleeping bag for clear nights, when the ground gives back no warmth.',
      'Roomy at the shoulders and snug at the feet, for people who turn over a lot.',
      'Light enough for the long way round, warm enough for the early start.',
    ],
    makings: [
      'The filling is sewn in offset chambers, so there are no cold seams.',
      'A two-way zip opens at the feet, and a broad baffle keeps draughts away from it.',
      'The hood closes with one hand and opens without a search for the cord.',
    ],
    entries: [
      ['Summer Meadow Sleeping Bag', 'Kestrel & Pine', 5990, ['sky', 'sage']],
      ['Three-Season Sleeping Bag', 'Nordfell', 10990, ['ocean', 'forest'], 12990],
      ['Winter Expedition Sleeping Bag', 'Nordfell', 24900, ['rust']],
      ['Featherlight Down Sleeping Bag', 'Nordfell', 28900, ['navy', 'mustard']],
      ['Campsite Comfort Sleeping Bag', 'Kestrel & Pine', 7990, ['plum', 'moss']],
      ['Explorer Junior Sleeping Bag', 'Kestrel & Pine', 4490, ['coral', 'sky']],
      ['Bivouac Compact Sleeping Bag', 'Nordfell', 13990, ['charcoal']],
      ['Northern Lights Sleeping Bag', 'Kestrel & Pine', 15990, ['berry', 'ocean'], 18990],
    ],
  },
  {
    kind: 'camp-chair', code: 'CCH', category: ['Outdoor', 'Camping', 'Camp Furniture'], closings,
    purposes: [
      'A chair for the hour in which the fire is lit and nobody wants to get up.',
      'It unfolds in one movement and carries up to 120 kilograms.',
      'For the sidelines, the quay and the back of the van.',
    ],
    makings: [
      'The cover is a heavy weave that dries quickly and does not sag.',
      'Feet as broad as a coin keep it from sinking into grass and sand.',
      'The cup holder is deep enough for a bottle, and the back is high enough for a nap.',
    ],
    entries: [
      ['Fireside Folding Chair', 'Kestrel & Pine', 3990, ['rust', 'forest', 'navy']],
      ['Angler Folding Chair', 'Nordfell', 4990, ['moss', 'charcoal']],
      ['Director Camping Chair', 'Kestrel & Pine', 6490, ['sand', 'ocean'], 7490],
      ['Riverbank Relax Chair', 'Kestrel & Pine', 5990, ['sage']],
      ['Compact Trekking Chair', 'Nordfell', 8990, ['charcoal', 'mustard']],
      ['Festival Picnic Chair', 'Kestrel & Pine', 2990, ['coral', 'sky']],
      ['Veranda Camping Chair', 'Nordfell', 7900, ['cream', 'slate']],
      ['Harbour Deck Chair', 'Kestrel & Pine', 5490, ['navy', 'berry']],
    ],
  },
  {
    kind: 'lantern', code: 'LNT', category: ['Outdoor', 'Camping', 'Lanterns'], closings,
    purposes: [
      'A lantern with a warm, even light for the table, the tent and the way to the water.',
      'It flickers like a flame and burns nothing but its battery.',
      'Bright enough to cook by and gentle enough to read by.',
    ],
    makings: [
      'The handle folds flat and hooks into any loop; the glass is shatterproof.',
      'One charge lasts for sixty hours on the lowest step, and the dial remembers where you left it.',
      'The body is powder-coated steel and closes tight against spray and dust.',
    ],
    entries: [
      ['Harvest Moon Lantern', 'Lumenry', 4990, ['mustard', 'forest']],
      ['Rechargeable Camping Lantern', 'Lumenry', 5990, ['charcoal', 'coral'], 6990],
      ['Lighthouse Storm Lantern', 'Lumenry', 6990, ['navy', 'berry']],
      ['Firefly Pocket Lantern', 'Nordfell', 2490, ['moss', 'sky', 'mustard']],
      ['Copperlight Table Lantern', 'Lumenry', 7990, ['copper']],
      ['Boathouse Hanging Lantern', 'Lumenry', 5490, ['ocean', 'cream']],
      ['Emergency Signal Lantern', 'Nordfell', 3990, ['rust']],
      ['Woodland Reading Lantern', 'Lumenry', 4490, ['sage', 'plum']],
    ],
  },
  {
    kind: 'backpack', code: 'BPK', category: ['Outdoor', 'Hiking', 'Backpacks'], closings,
    option: { name: 'Capacity', values: ['20 l', '30 l', '45 l'], step: 2000 },
    purposes: [
      'A backpack that carries a day or a week without making its weight known.',
      'For the office on Friday morning and the hut on Friday night.',
      'Everything has its place, and what you need first lies on top.',
    ],
    makings: [
      'The fabric is a tight weave with a water-repellent finish, and the bottom is doubled.',
      'Padded straps and a ventilated back panel sit close without rubbing.',
      'Side pockets hold a bottle each, and the lid hides a flat one for keys and maps.',
    ],
    entries: [
      ['Waterproof Backpack', 'Nordfell', 8990, ['navy', 'mustard']],
      ['Mountaineer Trekking Backpack', 'Nordfell', 13990, ['forest', 'rust'], 15990],
      ['Commuter Rolltop Backpack', 'Kestrel & Pine', 9990, ['charcoal', 'sand']],
      ['Daytrip Canvas Backpack', 'Kestrel & Pine', 6990, ['moss', 'berry']],
      ['Pathfinder Hiking Backpack', 'Nordfell', 10990, ['ocean', 'slate']],
      ['Wanderer Travel Backpack', 'Kestrel & Pine', 11990, ['plum'], 13990],
      ['Scrambler Climbing Backpack', 'Nordfell', 12490, ['coral', 'charcoal']],
      ['Heritage Leather-Trim Backpack', 'Kestrel & Pine', 14900, ['oak', 'forest']],
    ],
  },
  {
    kind: 'bottle', code: 'BTL', category: ['Outdoor', 'Hiking', 'Bottles'], closings,
    option: { name: 'Capacity', values: ['0.5 l', '0.75 l', '1 l'], step: 400 },
    purposes: [
      'A bottle that keeps tea hot until the summit and water cold until the evening.',
      'It fits the side pocket, the cup holder and the hand.',
      'One bottle instead of a hundred: fill it, rinse it, fill it again.',
    ],
    makings: [
      'The double wall is stainless steel inside and powder-coated outside, so it neither sweats nor slips.',
      'The screw top closes tight even when it lies on its side next to a book.',
      'The wide neck takes ice cubes and a brush.',
    ],
    entries: [
      ['Insulated Summit Bottle', 'Nordfell', 2990, ['coral', 'ocean', 'charcoal']],
      ['Stainless Steel Bottle', 'Halvik', 2490, ['steel', 'navy']],
      ['Everyday Drinking Bottle', 'Kestrel & Pine', 1990, ['sage', 'sky', 'berry']],
      ['Thermal Travel Flask', 'Nordfell', 3490, ['forest', 'rust'], 3990],
      ['Featherweight Running Bottle', 'Kestrel & Pine', 1690, ['mustard', 'sky']],
      ['Glacier Cold-Brew Bottle', 'Halvik', 3290, ['cream', 'slate']],
      ['Schoolday Leakproof Bottle', 'Kestrel & Pine', 1890, ['coral', 'moss', 'plum']],
      ['Copperline Hiking Bottle', 'Nordfell', 3990, ['copper']],
    ],
  },
];
