import type { Range } from '../range.ts';

const closings = [
  'It looks as if it had always been there.',
  'Put it where you sit down in the evening, and see who gets there first.',
  'Designed to be repaired, passed on and argued over by heirs.',
];

/** Home: furniture, light, textiles and what stands on the shelf. */
export const home: readonly Range[] = [
  {
    kind: 'lamp', code: 'LMP', category: ['Home', 'Lighting', 'Table Lamps'], closings,
    purposes: [
      'A table lamp that lights the page and leaves the rest of the room alone.',
      'Warm light for the sideboard, the bedside and the long telephone call.',
      'It makes any corner one that you want to sit in.',
    ],
    makings: [
      'The base is glazed by hand, the shade is linen, and the cord is woven cotton.',
      'A pull chain with a wooden bead switches it through two steps.',
      'It takes an ordinary bulb, and the shade comes off without tools.',
    ],
    entries: [
      ['Ceramic Bedside Lamp', 'Lumenry', 6990, ['sage', 'rust', 'cream']],
      ['Linen Reading Lamp', 'Lumenry', 7990, ['ocean', 'sand']],
      ['Hallway Evening Lamp', 'Lumenry', 5990, ['mustard', 'slate'], 6990],
      ['Librarian Study Lamp', 'Lumenry', 9900, ['forest', 'copper']],
      ['Pebble Window Lamp', 'Lumenry', 4990, ['steel', 'coral']],
      ['Nursery Bedtime Lamp', 'Lumenry', 4490, ['sky', 'plum']],
      ['Twilight Sideboard Lamp', 'Lumenry', 8490, ['navy', 'berry']],
      ['Terracotta Garden-Room Lamp', 'Lumenry', 7490, ['rust'], 8490],
    ],
  },
  {
    kind: 'chair', code: 'CHR', category: ['Home', 'Furniture', 'Chairs'], closings,
    purposes: [
      'A chair for long dinners, with a back that supports the third hour as well as the first.',
      'At the table, at the desk or by the window: it is light enough to follow you.',
      'Generous in the seat and modest in the room.',
    ],
    makings: [
      'The legs are solid oak, joined without screws; the cover comes off for cleaning.',
      'The seat rests on webbing instead of a board, which is why it gives a little.',
      'The fabric is a dense wool weave that has passed a hundred thousand rubs.',
    ],
    entries: [
      ['Upholstered Dining Chair', 'Tarnwood', 18900, ['berry', 'ocean', 'sage']],
      ['Scandinavian Oak Chair', 'Tarnwood', 21900, ['slate', 'cream']],
      ['Velvet Dressing Chair', 'Ostwick', 16900, ['plum', 'forest'], 19900],
      ['Farmhouse Kitchen Chair', 'Tarnwood', 12900, ['rust', 'moss']],
      ['Conservatory Reading Chair', 'Tarnwood', 24900, ['mustard', 'navy']],
      ['Minimalist Office Chair', 'Quillmere', 19900, ['charcoal', 'sky']],
      ['Bistro Breakfast Chair', 'Tarnwood', 9900, ['coral', 'steel']],
      ['Tailored Wool Chair', 'Ostwick', 22900, ['sand', 'charcoal'], 25900],
    ],
  },
  {
    kind: 'blanket', code: 'BLK', category: ['Home', 'Textiles', 'Blankets'], closings,
    option: { name: 'Size', values: ['130 × 180 cm', '150 × 220 cm'], step: 2000 },
    purposes: [
      'A blanket that is large enough for two, or for one who does not share.',
      'For the sofa, the balcony and the first picnic of the year.',
      'Weight without heaviness, and warmth without a fuss.',
    ],
    makings: [
      'Woven from lambswool and raised with teasels, so it is soft and does not pill.',
      'The fringes are twisted by hand, and the stripes run the whole length.',
      'Washed in spring water after weaving, which closes the cloth and keeps it light.',
    ],
    entries: [
      ['Lambswool Fringe Blanket', 'Ostwick', 8990, ['rust', 'ocean', 'cream']],
      ['Herringbone Throw Blanket', 'Ostwick', 7490, ['slate', 'mustard']],
      ['Picnic Meadow Blanket', 'Kestrel & Pine', 4990, ['moss', 'berry'], 5990],
      ['Cashmere Evening Blanket', 'Ostwick', 18900, ['plum']],
      ['Fireside Tartan Blanket', 'Brindlecroft', 6990, ['forest', 'berry']],
      ['Organic Cotton Blanket', 'Ostwick', 5990, ['sky', 'sage']],
      ['Nordic Striped Blanket', 'Ostwick', 8490, ['navy', 'coral']],
      ['Recycled Wool Blanket', 'Brindlecroft', 4490, ['charcoal', 'sand'], 5490],
    ],
  },
  {
    kind: 'towel', code: 'TWL', category: ['Home', 'Textiles', 'Towels'], closings,
    option: { name: 'Size', values: ['50 × 100 cm', '70 × 140 cm'], step: 1200 },
    purposes: [
      'A towel that drinks the water instead of moving it about.',
      'Thick enough for comfort and thin enough to dry by the next day.',
      'For the bath, the sauna and the race to the lake.',
    ],
    makings: [
      'Looped from combed cotton at 550 grams to the square metre.',
      'A woven band keeps the edges straight, and a sewn-in loop keeps it off the floor.',
      'Dyed with care for the water, and pre-washed so that it is soft from the start.',
    ],
    entries: [
      ['Bathhouse Cotton Towel', 'Ostwick', 1990, ['ocean', 'cream', 'rust']],
      ['Waffle Linen Towel', 'Ostwick', 2490, ['sage', 'sand']],
      ['Striped Hammam Towel', 'Ostwick', 2290, ['coral', 'navy'], 2690],
      ['Organic Terry Towel', 'Ostwick', 1790, ['sky', 'mustard']],
      ['Lakeside Swimming Towel', 'Kestrel & Pine', 2190, ['moss', 'berry']],
      ['Quick-Dry Travel Towel', 'Nordfell', 1690, ['charcoal', 'coral']],
      ['Luxurious Sauna Towel', 'Ostwick', 2990, ['plum', 'slate']],
      ['Guesthouse Hand Towel', 'Ostwick', 1490, ['forest', 'steel']],
    ],
  },
  {
    kind: 'cushion', code: 'CSH', category: ['Home', 'Textiles', 'Cushions'], closings,
    purposes: [
      'A cushion that keeps its corners and its temper.',
      'The quickest way to make a sofa look as if you had thought about it.',
      'Firm at the back of a chair and soft under the head.',
    ],
    makings: [
      'The cover is woven in a raised pattern and closes with a hidden zip.',
      'Filled with feathers in an inner case, so it springs back after a good shake.',
      'Front and back are the same, so the cat may choose either.',
    ],
    entries: [
      ['Geometric Woven Cushion', 'Ostwick', 3490, ['mustard', 'ocean', 'rust']],
      ['Velvet Evening Cushion', 'Ostwick', 3990, ['plum', 'forest']],
      ['Linen Summer Cushion', 'Ostwick', 2990, ['sage', 'sky', 'sand']],
      ['Embroidered Diamond Cushion', 'Ostwick', 4490, ['berry', 'navy'], 4990],
      ['Reading Corner Cushion', 'Brindlecroft', 3290, ['moss', 'slate']],
      ['Patchwork Cottage Cushion', 'Brindlecroft', 3790, ['coral', 'cream']],
      ['Outdoor Bench Cushion', 'Tarnwood', 2790, ['charcoal', 'sky']],
      ['Lambswool Window Cushion', 'Ostwick', 4290, ['copper', 'steel'], 4790],
    ],
  },
  {
    kind: 'vase', code: 'VAS', category: ['Home', 'Decoration', 'Vases'], closings,
    purposes: [
      'A vase that makes three stems from the roadside look like a bouquet.',
      'Narrow at the neck, so that flowers stand up for themselves.',
      'Handsome when full, and no less so when empty.',
    ],
    makings: [
      'Thrown by hand and glazed in two layers that run into each other.',
      'Watertight inside and matt outside, with felt under the foot.',
      'Heavy at the bottom, so that a curious cat is no danger to it.',
    ],
    entries: [
      ['Handthrown Bellied Vase', 'Tarnwood', 4990, ['oak', 'ocean']],
      ['Wildflower Stoneware Vase', 'Tarnwood', 3990, ['sage', 'coral']],
      ['Porcelain Bouquet Vase', 'Halvik', 5490, ['cream', 'sky'], 6490],
      ['Terracotta Courtyard Vase', 'Tarnwood', 4490, ['rust']],
      ['Midnight Glazed Vase', 'Tarnwood', 5990, ['navy', 'plum']],
      ['Pebble Bud Vase', 'Halvik', 2490, ['steel', 'mustard', 'berry']],
      ['Sculptural Mantel Vase', 'Tarnwood', 6990, ['charcoal', 'cream']],
      ['Meadow Picking Vase', 'Halvik', 3490, ['moss']],
    ],
  },
  {
    kind: 'candle', code: 'CND', category: ['Home', 'Decoration', 'Candles'], closings,
    option: { name: 'Scent', values: ['Cedar & Smoke', 'Fig & Honey', 'Sea Salt'], step: 0 },
    purposes: [
      'A candle for the dark months, with a scent that you notice when you come in and then forget.',
      'Fifty hours of quiet light.',
      'For the bath, the dinner table and the evening without electricity.',
    ],
    makings: [
      'Poured from rapeseed wax, with a cotton wick that does not smoke.',
      'The scent is made of plant oils, and there is less of it than in most.',
      'The wax melts evenly to the edge, so nothing is left at the end.',
    ],
    entries: [
      ['Scented Evening Candle', 'Lumenry', 2490, ['cream']],
      ['Beeswax Pillar Candle', 'Lumenry', 2990, ['mustard']],
      ['Winter Spice Candle', 'Lumenry', 2690, ['berry'], 2990],
      ['Botanical Garden Candle', 'Lumenry', 2790, ['sage']],
      ['Driftwood Coastal Candle', 'Lumenry', 2490, ['sky']],
      ['Midsummer Night Candle', 'Lumenry', 2890, ['plum']],
      ['Orangery Blossom Candle', 'Lumenry', 2590, ['coral']],
      ['Library Leather Candle', 'Lumenry', 3290, ['oak'], 3690],
    ],
  },
  {
    kind: 'clock', code: 'CLK', category: ['Home', 'Decoration', 'Clocks'], closings,
    purposes: [
      'A wall clock that can be read from across the kitchen without glasses.',
      'It has no numbers, no tick and no opinion about when you get up.',
      'Thirty centimetres of calm above the door.',
    ],
    makings: [
      'The frame is spun from steel and lacquered; the glass is domed and real.',
      'A silent movement sweeps the second hand round without a sound.',
      'One battery lasts for two years, and a single nail is enough.',
    ],
    entries: [
      ['Railway Station Clock', 'Lumenry', 6990, ['forest', 'charcoal']],
      ['Kitchen Enamel Clock', 'Lumenry', 5490, ['coral', 'cream', 'sky']],
      ['Silent Sweep Clock', 'Lumenry', 4990, ['slate', 'sage']],
      ['Schoolroom Wall Clock', 'Quillmere', 5990, ['oak'], 6990],
      ['Lighthouse Brass Clock', 'Lumenry', 8900, ['copper', 'mustard']],
      ['Workshop Steel Clock', 'Tarnwood', 6490, ['steel', 'rust']],
      ['Modernist Studio Clock', 'Lumenry', 7490, ['navy', 'berry']],
      ['Children’s Learning Clock', 'Lumenry', 3490, ['sky', 'moss']],
    ],
  },
];
