import { isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';

/**
 * The address that a request counts for: the socket's, or behind so many trusted proxies the one that the outermost of them
 * has seen (each adds whom it heard to `X-Forwarded-For`; what stands further left may be made up). Of IPv6 the /64: whoever
 * has one address there has all of them.
 */
export function clientAddress({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>, trustedProxies: number): string {
  const direct = socket.remoteAddress ?? '';
  if (trustedProxies === 0) return network(direct);
  const forwarded = headers['x-forwarded-for'];
  const told = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '')).split(',').map((part) => part.trim());
  const hops = [...told.slice(-trustedProxies), direct];
  // a proxy that names nobody is counted itself
  return network(hops.find((hop) => isIP(hop) !== 0) ?? direct);
}

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

function network(address: string): string {
  if (isIP(address) !== 6) return address;
  const mapped = MAPPED.exec(address)?.[1];
  if (mapped) return mapped;
  if (address === '::1') return address;
  const [head = '', tail] = address.split('%')[0]!.toLowerCase().split('::');
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const [left, right] = [groups(head), groups(tail)];
  const all = tail === undefined ? left : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** Of this machine itself: a proxy that nobody has told of, a drill, a benchmark. */
export const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.');
