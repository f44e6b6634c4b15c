/** Text that is HTML already; whatever is not is escaped when it is put into some. */
export type Html = { readonly html: string };

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);

type Value = Html | string | number | readonly Html[];
const written = (value: Value): string => {
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  return 'html' in value ? value.html : value.map((part) => part.html).join('');
};

/** HTML with values in it, each of them escaped unless it is HTML itself. */
export const html = (texts: TemplateStringsArray, ...values: Value[]): Html => ({
  html: texts.reduce((all, text, i) => all + written(values[i - 1]!) + text),
});
