const words = (text: string): string[] => text.trim().split(/\s*,\s*/);

/** What is sold in each of the ten departments. */
export const KINDS: Record<string, string[]> = {
  Clothing: words('Jacket, Shirt, Jumper, Dress, Trousers, Coat, Scarf, Skirt, Hoodie, Vest'),
  Shoes: words('Boots, Trainers, Sandals, Loafers, Slippers, Clogs, Brogues, Wellingtons'),
  Outdoor: words('Tent, Rucksack, Sleeping Bag, Lantern, Stove, Trekking Poles, Hammock, Water Bottle'),
  Kitchen: words('Pan, Knife, Mug, Bowl, Kettle, Grater, Chopping Board, Teapot, Colander'),
  Home: words('Lamp, Cushion, Blanket, Rug, Vase, Candle, Mirror, Shelf, Basket'),
  Office: words('Notebook, Pen, Desk Mat, Stapler, Folder, Desk Lamp, Planner, Tray'),
  Garden: words('Spade, Watering Can, Planter, Secateurs, Rake, Bird Feeder, Bench, Trowel'),
  Toys: words('Puzzle, Train Set, Doll, Building Blocks, Kite, Board Game, Ball, Plush Bear'),
  Sports: words('Yoga Mat, Dumbbell, Racket, Helmet, Gloves, Skipping Rope, Cycling Jersey, Goggles'),
  Electronics: words('Headphones, Speaker, Keyboard, Charger, Mouse, Webcam, Power Bank, Radio'),
};

const AISLES = words('Women, Men, Children, New In, Classics, Gifts, Travel, Everyday, Outlet, Limited');
const SHELVES = words('Light, Heavy');

/** Ten departments of ten aisles of two shelves: 200 leaves. */
export const CATEGORIES: string[] = Object.keys(KINDS).flatMap((department) =>
  AISLES.flatMap((aisle) => SHELVES.map((shelf) => `${department} > ${aisle} > ${shelf}`)),
);

const BEGINNINGS = words(`North, South, East, West, Alder, Birch, Cedar, Elm, Fern, Hazel, Heath, Holly, Iron, Juniper, Lark, Maple, Oak,
  Otter, Pine, Raven, River, Rowan, Silver, Stone, Thorn, Umber, Vale, Willow, Winter, Wren`);
const ENDINGS = words('field, gate, haven, mark, mere, wood, works, wright, thread, ford');

/** Thirty beginnings by ten endings: 300 brands of one word each. */
export const BRANDS: string[] = BEGINNINGS.flatMap((beginning) => ENDINGS.map((ending) => beginning + ending));

export const STYLES = words(
  'Trail, City, Classic, Modern, Rugged, Slim, Relaxed, Compact, Folding, Everyday, Weekend, Alpine, Coastal, Nordic',
);
export const MATERIALS = words('Cotton, Linen, Wool, Leather, Canvas, Oak, Steel, Ceramic, Bamboo, Recycled, Copper, Glass, Felt, Cork');
export const COLOURS = words('Black, White, Navy, Olive, Sand, Rust, Grey, Sky, Plum, Moss, Coral, Ochre');
export const SIZES: readonly string[][] = [words('XS, S, M, L, XL'), words('36, 38, 40, 42, 44'), words('Small, Medium, Large')];
export const SENTENCES = [
  'Made to be used every day, and to look better for it.',
  'Light enough to carry, strong enough to keep.',
  'Finished by hand in small batches, each piece a little different.',
  'Washable, mendable, and guaranteed for five years.',
  'Designed with people who work outdoors, in all weathers.',
  'Packed without plastic; ships in a box that can be used again.',
  'A quiet shape that goes with everything you own.',
  'Tested through two winters before it was sold at all.',
];
