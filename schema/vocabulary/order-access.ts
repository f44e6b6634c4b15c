/** Who may read an order. Signatures come from the secret that all processes of one shop share. */
type Signer = { sign(label: string, value: string): string; verify(label: string, value: string, signature: string): boolean };

const TOKEN = 'order-access';
const GRANT = 'order-grant';

/** What a guest shows to read an order: drawn from its id, so it can always be given again. A secret. */
export const accessTokenOf = (signer: Signer, orderId: string): string => signer.sign(TOKEN, orderId);
export const opensOrder = (signer: Signer, orderId: string, token: string): boolean => signer.verify(TOKEN, orderId, token);

/** Goes between subgraphs with a reference to an order, from whoever has checked that it may be read. */
export const grantFor = (signer: Signer, orderId: string): string => signer.sign(GRANT, orderId);
export const isGranted = (signer: Signer, orderId: string, grant: string | undefined): boolean =>
  grant !== undefined && signer.verify(GRANT, orderId, grant);
