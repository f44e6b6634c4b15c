import type { Range } from '../range.ts';

const closings = [
  'Wash it cold, hang it up, and it keeps its shape for years.',
  'Cut for women and men alike; if you are between two sizes, take the larger one.',
  'Sewn in small runs, so that nothing is made for the bin.',
];
const pairClosings = [
  'They soften with every wear and keep their shape for years.',
  'If you are between two sizes, take the larger one.',
  'Made in small runs, so that nothing is made for the bin.',
];
const sizes = { name: 'Size', values: ['XS', 'S', 'M', 'L', 'XL'], step: 0 };

/** Clothing: from the first layer to the last. */
export const clothing: readonly Range[] = [
  {
    kind: 'shirt', code: 'SHR', category: ['Clothing', 'Tops', 'Shirts'], closings, option: sizes,
    purposes: [
      'A T-shirt with some weight to it, which falls straight and does not cling.',
      'The one you take from the top of the pile, every time.',
      'Soft from the first day, and good under a jacket or on its own.',
    ],
    makings: [
      'Knitted from long-staple organic cotton and dyed in the piece, so the colour goes all the way through.',
      'The collar is ribbed and double-stitched, and the side seams stay where they belong.',
      'A small chest pocket holds a ticket, a pencil or nothing at all.',
    ],
    entries: [
      ['Harbour Cotton T-Shirt', 'Brindlecroft', 2990, ['navy', 'cream', 'coral']],
      ['Heavyweight Pocket T-Shirt', 'Brindlecroft', 3490, ['charcoal', 'moss', 'rust']],
      ['Organic Everyday T-Shirt', 'Ostwick', 2490, ['sky', 'sage', 'plum']],
      ['Merino Hiking T-Shirt', 'Nordfell', 5990, ['forest', 'slate'], 6990],
      ['Seaside Striped T-Shirt', 'Brindlecroft', 3290, ['ocean', 'berry']],
      ['Workshop Longline T-Shirt', 'Brindlecroft', 2990, ['mustard', 'charcoal']],
      ['Breathable Running T-Shirt', 'Kestrel & Pine', 3990, ['coral', 'sky'], 4490],
      ['Vintage Washed T-Shirt', 'Ostwick', 2790, ['rust', 'sage']],
    ],
  },
  {
    kind: 'sweater', code: 'SWT', category: ['Clothing', 'Tops', 'Sweaters'], closings, option: sizes,
    purposes: [
      'A sweater for the first cold morning and all that follow.',
      'Warm on the jetty, and smart enough for dinner afterwards.',
      'The sort that gets borrowed and does not come back.',
    ],
    makings: [
      'The yarn is pure new wool, spun loosely so that it traps air and does not scratch.',
      'The yoke is knitted in the round, so no seam sits on the shoulders.',
      'Cuffs and hem are ribbed twice as long as usual, and can be turned up.',
    ],
    entries: [
      ['Fisherman Wool Sweater', 'Brindlecroft', 8990, ['navy', 'cream']],
      ['Icelandic Yoke Sweater', 'Nordfell', 11990, ['slate', 'sage']],
      ['Lambswool Crewneck Sweater', 'Brindlecroft', 7990, ['berry', 'charcoal'], 9490],
      ['Chunky Cable Sweater', 'Ostwick', 9490, ['mustard', 'plum']],
      ['Cottage Knitted Sweater', 'Ostwick', 7490, ['rust', 'forest']],
      ['Mariner Rollneck Sweater', 'Brindlecroft', 9990, ['ocean', 'charcoal']],
      ['Featherlight Merino Sweater', 'Nordfell', 8490, ['sky', 'moss'], 9990],
      ['Snowfall Patterned Sweater', 'Ostwick', 8900, ['berry', 'navy']],
    ],
  },
  {
    kind: 'jacket', code: 'JKT', category: ['Clothing', 'Outerwear', 'Jackets'], closings,
    option: { name: 'Size', values: ['S', 'M', 'L', 'XL'], step: 0 },
    purposes: [
      'A jacket for weather that cannot make up its mind.',
      'It keeps the rain out and lets the warmth of a climb escape.',
      'Light enough to be forgotten in the bag, tough enough to be needed there.',
    ],
    makings: [
      'Three layers, taped seams, and a hood that turns with the head.',
      'The zips are covered, the cuffs close with one hand, and the pockets sit above the hip belt.',
      'The shell is made from recycled yarn and finished without fluorocarbons.',
    ],
    entries: [
      ['Waterproof Trail Jacket', 'Nordfell', 15990, ['slate', 'rust', 'forest']],
      ['Downpour Rain Jacket', 'Kestrel & Pine', 9990, ['mustard', 'navy']],
      ['Windbreaker Running Jacket', 'Kestrel & Pine', 7990, ['coral', 'sky'], 9490],
      ['Insulated Winter Jacket', 'Nordfell', 22900, ['charcoal', 'berry']],
      ['Softshell Alpine Jacket', 'Nordfell', 13990, ['ocean', 'moss']],
      ['Packable Travel Jacket', 'Kestrel & Pine', 8490, ['sage', 'navy']],
      ['Quilted Autumn Jacket', 'Brindlecroft', 12900, ['forest', 'plum'], 14900],
      ['Lakeshore Sailing Jacket', 'Nordfell', 18900, ['navy', 'rust']],
    ],
  },
  {
    kind: 'boots', code: 'BTS', category: ['Clothing', 'Footwear', 'Boots'], closings: pairClosings,
    option: { name: 'Size', values: ['37', '38', '39', '40', '41', '42', '43', '44', '45'], step: 0 },
    purposes: [
      'Boots for paths that stop being paths after the second gate.',
      'They hold the ankle, forgive the stone and dry by the morning.',
      'As much at home on wet cobbles as on a long descent.',
    ],
    makings: [
      'The uppers are full-grain leather with a membrane behind it, and the soles can be replaced.',
      'Deep lugs grip in mud and let it go again, and a rubber rand guards the toes.',
      'Seven hooks and eyelets let you lace the foot firmly and the shaft loosely, or the other way round.',
    ],
    entries: [
      ['Highland Leather Boots', 'Nordfell', 18990, ['oak']],
      ['Waterproof Hiking Boots', 'Nordfell', 15990, ['charcoal'], 18990],
      ['Lightweight Trekking Boots', 'Kestrel & Pine', 12990, ['moss']],
      ['Moorland Walking Boots', 'Kestrel & Pine', 11990, ['berry']],
      ['Cobblestone Chelsea Boots', 'Brindlecroft', 13900, ['rust']],
      ['Snowline Winter Boots', 'Nordfell', 16900, ['navy'], 19900],
      ['Riverside Canvas Boots', 'Kestrel & Pine', 8990, ['sand']],
      ['Classic Workshop Boots', 'Brindlecroft', 14990, ['mustard']],
    ],
  },
  {
    kind: 'hat', code: 'HAT', category: ['Clothing', 'Accessories', 'Hats'], closings,
    purposes: [
      'A knitted hat that stays on in the wind and looks well on a hook.',
      'Warm ears, free forehead: it is worn long or turned up once more.',
      'For winter mornings, late ferries and bad hair.',
    ],
    makings: [
      'Lined with a soft band of fleece where it touches the skin.',
      'The yarn is a blend of wool and recycled fibre, and the bobble comes off for the wash.',
      'Knitted in one piece, with a deep rib that gives and returns.',
    ],
    entries: [
      ['Bobble Knitted Hat', 'Brindlecroft', 2990, ['mustard', 'navy', 'berry']],
      ['Lumberjack Wool Hat', 'Nordfell', 3290, ['rust', 'forest']],
      ['Cashmere-Blend Hat', 'Ostwick', 4990, ['cream', 'plum', 'slate'], 5990],
      ['Reflective Running Hat', 'Kestrel & Pine', 2490, ['charcoal', 'coral']],
      ['Snowdrift Ribbed Hat', 'Nordfell', 2790, ['sky', 'cream']],
      ['Dockside Fisherman Hat', 'Brindlecroft', 2690, ['ocean', 'moss', 'charcoal']],
      ['Chunky Winter Hat', 'Ostwick', 3490, ['sage', 'berry']],
      ['Children’s Bobble Hat', 'Brindlecroft', 1990, ['coral', 'sky', 'mustard']],
    ],
  },
  {
    kind: 'socks', code: 'SCK', category: ['Clothing', 'Accessories', 'Socks'], closings: pairClosings,
    option: { name: 'Size', values: ['36–38', '39–41', '42–44'], step: 0 },
    purposes: [
      'Socks that stay up, stay warm and stay whole.',
      'For long days in boots and for longer evenings without them.',
      'The present that everyone says they do not want and then wears out first.',
    ],
    makings: [
      'Heel and toe are reinforced, and the seam is linked by hand, so it cannot be felt.',
      'Merino keeps them warm when damp; a little nylon keeps them from wearing thin.',
      'A cushioned sole and a ribbed arch hold the foot without a squeeze.',
    ],
    entries: [
      ['Merino Walking Socks', 'Nordfell', 1890, ['moss', 'navy']],
      ['Cushioned Trekking Socks', 'Nordfell', 2290, ['charcoal', 'rust']],
      ['Striped Cotton Socks', 'Brindlecroft', 1290, ['coral', 'ocean', 'mustard']],
      ['Fireside Bed Socks', 'Ostwick', 1690, ['cream', 'plum'], 1990],
      ['Breathable Running Socks', 'Kestrel & Pine', 1490, ['sky', 'charcoal']],
      ['Herringbone Office Socks', 'Brindlecroft', 1390, ['navy', 'slate']],
      ['Alpine Winter Socks', 'Nordfell', 2490, ['forest', 'berry']],
      ['Cottage Knitted Socks', 'Ostwick', 1790, ['sage', 'mustard']],
    ],
  },
  {
    kind: 'gloves', code: 'GLV', category: ['Clothing', 'Accessories', 'Gloves'], closings: pairClosings,
    option: { name: 'Size', values: ['S', 'M', 'L'], step: 0 },
    purposes: [
      'Gloves for cold handlebars, wet ropes and snowball fights.',
      'Thin enough for a key, warm enough for the walk home.',
      'They go on quickly and stay on, because the cuffs are long.',
    ],
    makings: [
      'The palm is reinforced with suede, and two fingertips work on a screen.',
      'The lining is brushed fleece that dries over a chair by the morning.',
      'Knitted without side seams, with a ribbed cuff that goes under any sleeve.',
    ],
    entries: [
      ['Touchscreen Knitted Gloves', 'Brindlecroft', 2490, ['charcoal', 'berry']],
      ['Windproof Cycling Gloves', 'Pedalbrook', 3490, ['forest', 'coral']],
      ['Leather-Palm Winter Gloves', 'Nordfell', 4990, ['oak'], 5990],
      ['Woollen Everyday Gloves', 'Ostwick', 1990, ['navy', 'rust', 'sage']],
      ['Mountain Guide Gloves', 'Nordfell', 6990, ['slate', 'mustard']],
      ['Gardener Cotton Gloves', 'Tarnwood', 1490, ['moss', 'sand']],
      ['Fleece-Lined Gloves', 'Kestrel & Pine', 2690, ['plum', 'ocean']],
      ['Snowboard Thermal Gloves', 'Nordfell', 5490, ['sky', 'charcoal'], 6490],
    ],
  },
];
