/** Text as Postgres can store it: well-formed, without NUL, without space around. */
export const clean = (text: string): string =>
  isStorable(text)
    ? text.trim()
    : text
        .replaceAll('\0', '')
        .replace(/\p{Surrogate}/gu, '\ufffd')
        .trim();

/** True for text that a statement can carry as it is; what cannot be stored cannot be found either. */
export const isStorable = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text);
