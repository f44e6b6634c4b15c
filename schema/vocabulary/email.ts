/** WHATWG's rule for `<input type=email>`, with a dot required in the host: no mail reaches a bare host name. */
const EMAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/;

export const isEmail = (email: string): boolean => email.length <= 254 && EMAIL.test(email.trim());
