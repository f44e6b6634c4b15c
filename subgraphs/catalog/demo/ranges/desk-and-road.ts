import type { Range } from '../range.ts';

const deskClosings = [
  'Refills and replacements stay in the range.',
  'A small thing that is picked up more often than most.',
  'It makes a list of chores look like a plan.',
];
const roadClosings = [
  'Fits in a minute and comes off in less.',
  'Tested on our own way to work, in November.',
  'Registered owners get a replacement after a crash at half the price.',
];

/** Office and Cycling: the two smallest roots, two branches together. */
export const deskAndRoad: readonly Range[] = [
  {
    kind: 'notebook',
    code: 'NTB',
    category: ['Office', 'Paper', 'Notebooks'],
    closings: deskClosings,
    option: { name: 'Ruling', values: ['Plain', 'Lined', 'Dotted'], step: 0 },
    purposes: [
      'A notebook that lies flat, closes firmly and survives the bottom of a bag.',
      'For minutes, sketches and the sentence that came to you on the train.',
      'A hundred and sixty pages, and the courage to write on the first one.',
    ],
    makings: [
      'The paper is smooth, cream-coloured and heavy enough for ink.',
      'Bound with thread, with a ribbon, an elastic band and a pocket at the back.',
      'The cover is linen over board, stamped without foil.',
    ],
    entries: [
      ['Clothbound Travel Notebook', 'Quillmere', 1890, ['navy', 'rust', 'sage']],
      ['Hardcover Project Notebook', 'Quillmere', 2290, ['charcoal', 'ocean']],
      ['Pocket Sketching Notebook', 'Quillmere', 1290, ['mustard', 'coral', 'moss']],
      ['Architect Drawing Notebook', 'Quillmere', 2690, ['slate'], 2990],
      ['Recycled Paper Notebook', 'Quillmere', 1490, ['sand', 'forest']],
      ['Botanist Field Notebook', 'Quillmere', 1690, ['moss', 'oak']],
      ['Manuscript Writing Notebook', 'Quillmere', 2490, ['berry', 'plum']],
      ['Executive Leather Notebook', 'Quillmere', 3990, ['copper', 'charcoal'], 4490],
    ],
  },
  {
    kind: 'pen',
    code: 'PEN',
    category: ['Office', 'Writing', 'Pens'],
    closings: deskClosings,
    option: { name: 'Nib', values: ['Fine', 'Medium'], step: 0 },
    purposes: [
      'A fountain pen that starts at once, even after a week in the drawer.',
      'For signatures, letters and the crossword in ink.',
      'Light in the hand and serious on paper.',
    ],
    makings: [
      'The barrel is turned from solid resin and polished for an hour.',
      'The steel nib is ground by hand; the cap closes with a click that you will want to repeat.',
      'It takes a standard cartridge or the converter that comes with it.',
    ],
    entries: [
      ['Classic Fountain Pen', 'Quillmere', 4990, ['navy', 'coral', 'forest']],
      ['Calligraphy Practice Pen', 'Quillmere', 2990, ['plum', 'charcoal']],
      ['Everyday School Pen', 'Quillmere', 1990, ['sky', 'mustard', 'berry']],
      ['Signature Lacquer Pen', 'Quillmere', 8900, ['charcoal', 'rust'], 9900],
      ['Pocket Travel Pen', 'Quillmere', 3490, ['sage', 'steel']],
      ['Brushed Copper Pen', 'Quillmere', 6990, ['copper']],
      ['Draughtsman Technical Pen', 'Quillmere', 3990, ['slate', 'ocean']],
      ['Anniversary Collector Pen', 'Quillmere', 12900, ['cream'], 14900],
    ],
  },
  {
    kind: 'bike-light',
    code: 'BKL',
    category: ['Cycling', 'Visibility', 'Bike Lights'],
    closings: roadClosings,
    purposes: [
      'A bike light that shows you the road and shows you to the road.',
      'For unlit lanes, early trains and winters that begin in October.',
      'A clear beam that does not blind the people who come towards you.',
    ],
    makings: [
      'The housing is aluminium, rain-proof and cooled by its own fins.',
      'It charges by cable in two hours and warns you in time.',
      'The bracket fits every handlebar and needs no tools.',
    ],
    entries: [
      ['Commuter Front Light', 'Pedalbrook', 4490, ['charcoal', 'plum']],
      ['Rechargeable Headlight', 'Pedalbrook', 5990, ['navy', 'rust'], 6990],
      ['Nightride Beam Light', 'Pedalbrook', 7990, ['forest']],
      ['Compact Safety Light', 'Pedalbrook', 2490, ['coral', 'sky', 'mustard']],
      ['Vintage Chrome Light', 'Pedalbrook', 5490, ['steel', 'copper']],
      ['Cobbles Touring Light', 'Pedalbrook', 6490, ['moss', 'slate']],
      ['Magnetic Clip Light', 'Pedalbrook', 2990, ['berry', 'ocean']],
      ['Gravel Adventure Light', 'Pedalbrook', 8490, ['sand'], 9490],
    ],
  },
  {
    kind: 'helmet',
    code: 'HLM',
    category: ['Cycling', 'Protection', 'Helmets'],
    closings: roadClosings,
    option: { name: 'Size', values: ['S', 'M', 'L'], step: 0 },
    purposes: [
      'A helmet that you forget on your head and never at home.',
      'Ten openings keep the air moving on the climb, and none of them whistle.',
      'Low at the back and light at the front, for glasses, ponytails and caps.',
    ],
    makings: [
      'The shell is moulded together with the foam, so it is thin and strong.',
      'A dial at the back fits it with two fingers, and the pads go into the wash.',
      'The straps lie flat and close with a magnet that works in gloves.',
    ],
    entries: [
      ['Urban Commuter Helmet', 'Pedalbrook', 6990, ['slate', 'cream', 'coral']],
      ['Ventilated Racing Helmet', 'Pedalbrook', 12900, ['navy', 'rust'], 14900],
      ['Mountain Enduro Helmet', 'Pedalbrook', 10900, ['forest', 'mustard']],
      ['Reflective Nightride Helmet', 'Pedalbrook', 8490, ['steel', 'berry']],
      ['Children’s Balance Helmet', 'Pedalbrook', 3990, ['sky', 'moss']],
      ['Touring Comfort Helmet', 'Pedalbrook', 7490, ['ocean', 'sand']],
      ['Featherweight Gravel Helmet', 'Pedalbrook', 11900, ['charcoal']],
      ['Heritage Retro Helmet', 'Pedalbrook', 8990, ['sage', 'oak'], 9990],
    ],
  },
];
