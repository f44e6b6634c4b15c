import { lookup as dnsLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether an address is one of the public Internet: no machine of ours, of our network or of our host's. */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/** What is wrong with the address of a receiver, in a sentence, or null. Where its name leads is looked at when something is sent there. */
export function addressFault(text: string, allowPrivate: boolean): string | null {
  if (!URL.canParse(text)) return 'This is no address.';
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) return 'The address must begin with https://.';
  if (url.username || url.password) return 'The address must have no user or password in it; the signature says who sends.';
  if (!allowPrivate && ipaddr.isValid(hostOf(url)) && !isPublic(hostOf(url))) return 'The address is not one of the public Internet.';
  return null;
}

export class PrivateAddress extends Error {}

/**
 * A look-up for a connection: it is made to the very addresses that were looked at, so that a name cannot lead elsewhere a moment later.
 * One private address among them and none is taken.
 */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  dnsLookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '');
    const hidden = found.find(({ address }) => !isPublic(address));
    if (hidden) return done(new PrivateAddress(`${hostname} is at ${hidden.address}, which is not an address of the public Internet`), '');
    if (options.all) return done(null, found);
    return done(null, found[0]!.address, found[0]!.family);
  });
};
