/** Of CycloneDX what is looked at here. */
export type Bom = { components: { name: string; group?: string; version: string; licenses?: Licence[] }[] };
type Licence = { license?: { id?: string; name?: string }; expression?: string };

/** Whoever runs or changes the shop under its own licence owes nobody anything beyond a notice. */
const PERMISSIVE = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'Python-2.0',
  'Zlib',
]);
/** Others, each judged by itself. */
const JUDGED: Record<string, { packages: RegExp; because: string }> = {
  'Elastic-2.0': {
    packages: /^@apollo\/(composition|federation-internals|gateway|query-graphs|query-planner)$/,
    because: "Apollo's planner: free to use, change and pass on, but not to be offered to others as a hosted service of its own",
  },
};

/** Packages in production whose licence nobody has judged: `name version: licence`. */
export const unjudged = ({ components }: Bom): string[] =>
  components.flatMap(({ name, group, version, licenses = [] }) => {
    const whole = group ? `${group}/${name}` : name;
    const said = licenses.map(({ license, expression }) => expression ?? license?.id ?? license?.name ?? 'unknown');
    const fits = said.length > 0 && said.every((each) => isAllowed(each, whole));
    return fits ? [] : [`${whole} ${version}: ${said.join(', ') || 'none'}`];
  });

/** What was judged and is there: for whoever asks what the shop stands on. */
export const judgedLicences = (): string[] => Object.entries(JUDGED).map(([licence, { because }]) => `${licence}: ${because}`);

/** SPDX expressions of one level: of `A OR B` one is enough. */
const isAllowed = (said: string, name: string): boolean =>
  said
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((id) => PERMISSIVE.has(id) || JUDGED[id]?.packages.test(name)));
