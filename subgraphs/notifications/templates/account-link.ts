import type { Link } from '../../accounts/contract.ts';
import type { Content } from '../contract.ts';
import { html } from './html.ts';
import { letter } from './layout.ts';

/** What each link is for, and the page of the storefront that takes its token. */
const PURPOSES = {
  VERIFY_EMAIL: {
    page: '/account/verify-email',
    subject: 'Please confirm your e-mail address',
    words: 'Follow this link to confirm that this address is yours.',
    otherwise: 'If you have not made an account with us, there is nothing to do.',
  },
  RESET_PASSWORD: {
    page: '/account/reset-password',
    subject: 'A new password for your account',
    words: 'Follow this link to choose a new password.',
    otherwise: 'If you have not asked for one, there is nothing to do: your password is as it was.',
  },
} as const;

/** Sent when a link is asked for; whoever follows it has shown that they read this mail. */
export function accountLink({ purpose, token, expiresAt }: Pick<Link, 'purpose' | 'token' | 'expiresAt'>, storefrontUrl: string): Content {
  const { page, subject, words, otherwise } = PURPOSES[purpose];
  const address = new URL(`${storefrontUrl.replace(/\/+$/, '')}${page}`);
  address.searchParams.set('token', token);
  const until = `It holds once, until ${expiresAt.slice(0, 16).replace('T', ' ')} UTC.`;
  return letter({
    subject,
    text: [words, address.href, until, otherwise],
    body: html`<p>${words}</p>
      <p><a href="${address.href}" target="_blank" rel="noopener noreferrer">${address.href}</a></p>
      <p>${until}</p><p>${otherwise}</p>`,
  });
}
