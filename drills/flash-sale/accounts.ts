import type { BuyerStory, Load } from './load.ts';

/** A live order as the books have it: one that is paid for, or was. `units` of the sale's goods. */
export type OrderRow = { id: string; email: string; status: string; units: number };
export type Level = { available: number; reserved: number; sold: number };
type Told = Pick<Load, 'buyers' | 'shoppers' | 'cheats'>;

/** What buyers were told, and what there was to sell, against the books; each list names offenders, and should be empty. Pure. */
export function differences(level: Level, live: ReadonlyMap<string, OrderRow>, told: Told, stock: number) {
  const ofDrop = [...live.values()].filter((order) => order.units > 0);
  const stories = [...told.buyers, ...told.shoppers];
  return {
    oversold: oversold(level, ofDrop, stock),
    stranded: stranded(level, told),
    toldTwice: toldTwice(stories),
    lost: lostOrders(stories, live),
    cheated: cheated(told, ofDrop),
  };
}

function oversold(level: Level, orders: OrderRow[], stock: number): string[] {
  const units = orders.reduce((sum, order) => sum + order.units, 0);
  return [
    ...(units > stock ? [`orders have ${units} units of ${stock}`] : []),
    ...(level.sold > stock ? [`${level.sold} of ${stock} units count as sold`] : []),
    ...(level.sold !== units ? [`${level.sold} units count as sold, orders have ${units}`] : []),
  ];
}

/** Units that are left although somebody went away without, or that nobody can buy. */
function stranded({ available, reserved }: Level, { buyers }: Told): string[] {
  const without = buyers.filter((buyer) => buyer.outcome !== 'bought').length;
  return [
    ...(reserved > 0 ? [`${reserved} units are held by nobody who wants them`] : []),
    ...(available > 0 && without > 0 ? [`${Math.min(available, without)} units are left, and ${without} buyers went away without`] : []),
  ];
}

const toldTwice = (stories: BuyerStory[]) =>
  stories.filter(({ orderIds }) => orderIds.length > 1).map(({ email, orderIds }) => `${email} was told ${orderIds.length} orders`);

const lostOrders = (stories: BuyerStory[], live: ReadonlyMap<string, OrderRow>): string[] =>
  stories.flatMap(({ email, outcome, orderIds, attempted }) => {
    if (outcome === 'bought')
      return live.get(orderIds[0] ?? '')?.email === email
        ? []
        : [`${email} was told that order ${orderIds[0]} is bought; it is not theirs`];
    return outcome === 'gave up' && attempted ? [`${email} never had a last word`] : [];
  });

function cheated({ cheats, buyers }: Told, orders: OrderRow[]): string[] {
  const honest = new Set(buyers.map((buyer) => buyer.email));
  const known = (email: string) => cheats.find(({ name }) => ['-', '+', '@'].some((next) => email.toLowerCase().startsWith(name + next)));
  const strangers = orders.filter(({ email }) => !honest.has(email) && !known(email)).map(({ email }) => `nobody is called ${email}`);
  const beyond = cheats.flatMap(({ how, name, allowed }) => {
    const got = orders.filter(({ email }) => known(email)?.name === name).reduce((sum, order) => sum + order.units, 0);
    return got > allowed ? [`${how}: ${name} got ${got} units instead of ${allowed}`] : [];
  });
  return [...strangers, ...beyond];
}
