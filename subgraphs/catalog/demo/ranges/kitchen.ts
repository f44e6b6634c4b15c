import type { Range } from '../range.ts';

const closings = [
  'It comes in a plain carton without plastic.',
  'Good on gas, good on induction, and good as a present.',
  'It wears in rather than out: the tenth year is the best one.',
];
const tableClosings = [
  'It comes in a plain carton without plastic.',
  'Dishwasher-safe, although it likes to be looked at in the rack.',
  'Each piece is a little different, and that is as it should be.',
];
const boardClosings = [
  'Rinse it by hand, dry it standing up, and oil it twice a year.',
  'It comes in a plain carton without plastic.',
  'It wears in rather than out: the tenth year is the best one.',
];

/** Kitchen: cooking, preparing and laying the table. */
export const kitchen: readonly Range[] = [
  {
    kind: 'mug', code: 'MUG', category: ['Kitchen', 'Tableware', 'Mugs'], closings: tableClosings,
    purposes: [
      'A mug that holds a proper cup of tea and keeps it warm to the last third.',
      'The handle has room for three fingers, the rim is thin, and the foot does not scratch the table.',
      'For the first coffee of the day, which nobody should have to drink from a bad cup.',
    ],
    makings: [
      'Turned from stoneware and dipped in a glaze that breaks to a lighter tone at the edges.',
      'Fired at 1,240 degrees, so it takes the microwave and the occasional knock.',
      'A band is left unglazed, which makes it pleasant to hold with both hands.',
    ],
    entries: [
      ['Stoneware Breakfast Mug', 'Halvik', 1690, ['ocean', 'cream', 'rust']],
      ['Handmade Potter Mug', 'Tarnwood', 2290, ['sage', 'copper']],
      ['Enamel Campfire Mug', 'Kestrel & Pine', 1290, ['forest', 'navy', 'berry']],
      ['Speckled Coffee Mug', 'Halvik', 1490, ['sand', 'slate', 'coral']],
      ['Espresso Studio Mug', 'Halvik', 1190, ['charcoal', 'mustard']],
      ['Gentle Morning Mug', 'Tarnwood', 1890, ['sky', 'plum'], 2290],
      ['Seafarer Striped Mug', 'Halvik', 1590, ['navy', 'coral']],
      ['Oversized Chocolate Mug', 'Tarnwood', 1990, ['berry', 'oak', 'moss']],
    ],
  },
  {
    kind: 'bowl', code: 'BWL', category: ['Kitchen', 'Tableware', 'Bowls'], closings: tableClosings,
    option: { name: 'Diameter', values: ['15 cm', '22 cm', '28 cm'], step: 800 },
    purposes: [
      'A bowl for soup, for salad, and for the keys in the hall.',
      'Deep enough for noodles and wide enough to be passed around.',
      'The one bowl that is never in the cupboard, because it is always in use.',
    ],
    makings: [
      'Thrown on the wheel, with a foot that stands firmly and a rim that pours.',
      'The glaze is plain inside and coloured outside, free of lead and easy to wipe.',
      'The walls are thin at the top and strong below, so several of them stack without a wobble.',
    ],
    entries: [
      ['Ceramic Salad Bowl', 'Halvik', 2490, ['coral', 'sage']],
      ['Noodle Soup Bowl', 'Halvik', 1690, ['ocean', 'charcoal']],
      ['Orchard Fruit Bowl', 'Tarnwood', 3290, ['moss', 'oak'], 3990],
      ['Breakfast Porridge Bowl', 'Halvik', 1490, ['cream', 'sky']],
      ['Speckled Serving Bowl', 'Tarnwood', 2990, ['sand', 'slate']],
      ['Porcelain Mixing Bowl', 'Halvik', 2790, ['steel', 'mustard']],
      ['Terracotta Tapas Bowl', 'Tarnwood', 1290, ['rust']],
      ['Midnight Glazed Bowl', 'Tarnwood', 2690, ['navy', 'plum']],
    ],
  },
  {
    kind: 'kettle', code: 'KTL', category: ['Kitchen', 'Cookware', 'Kettles'], closings,
    purposes: [
      'A kettle that whistles one friendly note and then waits.',
      'It boils a litre and a half and pours without a drip.',
      'For the stove, the wood burner and the grate over the fire.',
    ],
    makings: [
      'Enamelled steel outside, stainless steel inside, and a handle of beech that stays cool.',
      'The lid opens wide enough to clean, and the spout has a sieve for the scale.',
      'The broad bottom heats quickly and works on every hob.',
    ],
    entries: [
      ['Whistling Enamel Kettle', 'Halvik', 5990, ['rust', 'cream', 'forest']],
      ['Stovetop Copper Kettle', 'Halvik', 9900, ['copper']],
      ['Farmhouse Enamel Kettle', 'Tarnwood', 5490, ['sage', 'navy'], 6490],
      ['Gooseneck Pouring Kettle', 'Halvik', 6990, ['charcoal', 'steel']],
      ['Campfire Travel Kettle', 'Kestrel & Pine', 3990, ['moss', 'mustard']],
      ['Afternoon Teatime Kettle', 'Halvik', 6490, ['sky', 'berry']],
      ['Minimalist Steel Kettle', 'Halvik', 7490, ['steel']],
      ['Lighthouse Red Kettle', 'Tarnwood', 5790, ['coral'], 6790],
    ],
  },
  {
    kind: 'pan', code: 'PAN', category: ['Kitchen', 'Cookware', 'Pans'], closings,
    option: { name: 'Diameter', values: ['20 cm', '24 cm', '28 cm'], step: 1000 },
    purposes: [
      'A pan for eggs in the morning and for everything else in the evening.',
      'It gets hot quickly, stays hot evenly and lets go of a pancake.',
      'One pan that sears, braises and goes from the hob into the oven.',
    ],
    makings: [
      'The body is cast in one piece and enamelled on the outside.',
      'The handle is oiled beech with a steel collar, and unscrews for the oven.',
      'The inside is seasoned with linseed oil and gets better with every use.',
    ],
    entries: [
      ['Cast-Iron Frying Pan', 'Halvik', 4990, ['charcoal', 'rust']],
      ['Non-Stick Pancake Pan', 'Halvik', 3490, ['coral', 'sage']],
      ['Copper Sauté Pan', 'Halvik', 11900, ['copper'], 13900],
      ['Ceramic Breakfast Pan', 'Tarnwood', 3990, ['mustard', 'sky']],
      ['Professional Searing Pan', 'Halvik', 7490, ['steel']],
      ['Farmhouse Skillet Pan', 'Tarnwood', 4490, ['forest', 'navy']],
      ['Everyday Omelette Pan', 'Halvik', 2990, ['berry', 'slate'], 3490],
      ['Outdoor Griddle Pan', 'Kestrel & Pine', 4290, ['charcoal']],
    ],
  },
  {
    kind: 'pot', code: 'POT', category: ['Kitchen', 'Cookware', 'Pots'], closings,
    option: { name: 'Capacity', values: ['2 l', '4 l', '6 l'], step: 2500 },
    purposes: [
      'A pot for stews that take their time and guests who come early.',
      'It goes from the hob to the oven to the middle of the table.',
      'Bread, beans, broth: what is cooked in it tastes of Sunday.',
    ],
    makings: [
      'The lid is heavy and drips back what rises, so nothing dries out.',
      'Cast iron under three coats of enamel, smooth inside and easy to clean.',
      'The handles are wide enough for oven gloves, and the knob stands any heat.',
    ],
    entries: [
      ['Enamelled Casserole Pot', 'Halvik', 11900, ['navy', 'rust', 'cream']],
      ['Sunday Stew Pot', 'Tarnwood', 8990, ['forest', 'berry']],
      ['Stainless Pasta Pot', 'Halvik', 5990, ['steel'], 6990],
      ['Heritage Dutch Oven Pot', 'Halvik', 12900, ['mustard', 'ocean']],
      ['Gathering Soup Pot', 'Tarnwood', 7490, ['sage', 'coral']],
      ['Slow-Cooking Clay Pot', 'Tarnwood', 6490, ['copper']],
      ['Compact Camping Pot', 'Kestrel & Pine', 3490, ['slate', 'moss']],
      ['Marmalade Preserving Pot', 'Halvik', 7900, ['plum', 'cream'], 8900],
    ],
  },
  {
    kind: 'board', code: 'BRD', category: ['Kitchen', 'Preparation', 'Cutting Boards'], closings: boardClosings,
    option: { name: 'Size', values: ['Small', 'Large'], step: 1500 },
    purposes: [
      'A board that is kind to knives and stays where you put it.',
      'For chopping in the kitchen and for cheese on the table.',
      'A groove around the edge keeps tomatoes from leaving the board.',
    ],
    makings: [
      'Cut from one plank, with the grain running lengthwise, and finished with plain oil.',
      'Glued from narrow staves that do not warp, and rounded at every edge.',
      'The hole in the handle is big enough for a proper hook.',
    ],
    entries: [
      ['Oakwood Cutting Board', 'Tarnwood', 3490, ['oak']],
      ['Walnut Carving Board', 'Tarnwood', 5490, ['copper'], 6490],
      ['Beechwood Breakfast Board', 'Tarnwood', 1890, ['sand']],
      ['Butcher Chopping Board', 'Halvik', 7900, ['oak']],
      ['Olivewood Serving Board', 'Tarnwood', 4490, ['moss']],
      ['Charred Timber Board', 'Tarnwood', 4990, ['charcoal']],
      ['Reversible Kitchen Board', 'Halvik', 3990, ['mustard']],
      ['Cherrywood Cheese Board', 'Tarnwood', 3790, ['rust'], 4290],
    ],
  },
  {
    kind: 'knife', code: 'KNF', category: ['Kitchen', 'Preparation', 'Knives'], closings: boardClosings,
    purposes: [
      'A knife that falls through an onion and halts at your fingertips.',
      'Balanced at the bolster, it does most of the work by its weight.',
      'Small enough for a clove of garlic, willing enough for a pumpkin.',
    ],
    makings: [
      'Forged from one piece of carbon-rich steel and ground thin behind the edge.',
      'Three rivets hold a handle that swells where the palm wants it to.',
      'The blade takes a fine edge and gets it back with a few strokes on a stone.',
    ],
    entries: [
      ['Forged Kitchen Knife', 'Halvik', 8990, ['charcoal', 'oak']],
      ['Damascus Santoku Knife', 'Halvik', 14900, ['navy'], 16900],
      ['Vegetable Paring Knife', 'Halvik', 2990, ['berry', 'moss', 'mustard']],
      ['Serrated Bread Knife', 'Tarnwood', 4990, ['oak']],
      ['Professional Carving Knife', 'Halvik', 10900, ['slate']],
      ['Fisherman Filleting Knife', 'Nordfell', 5990, ['ocean', 'rust']],
      ['Everyday Utility Knife', 'Halvik', 3990, ['sage', 'coral'], 4490],
      ['Campsite Cooking Knife', 'Kestrel & Pine', 3490, ['forest']],
    ],
  },
];
