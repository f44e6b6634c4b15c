import type { Signer } from '../../kit/sign.ts';

/** What a guest shows to read an order: drawn from its id, so it can always be given again. A secret. */
export const accessTokenOf = (signer: Signer, orderId: string): string => signer.sign('order-access', orderId);
export const opens = (signer: Signer, orderId: string, token: string): boolean => signer.verify('order-access', orderId, token);

/** Goes between subgraphs with a reference to an order, from whoever has checked that it may be read. */
export const grantFor = (signer: Signer, orderId: string): string => signer.sign('order-grant', orderId);
export const isGranted = (signer: Signer, orderId: string, grant: string | undefined): boolean =>
  grant !== undefined && signer.verify('order-grant', orderId, grant);
