// Ends with 0 when the part that this container runs is well: `node deploy/healthcheck.mjs [address]`. Plain JavaScript that loads nothing,
// as it is started every few seconds. Without an address it finds out what runs, and asks that.
import { readFileSync } from 'node:fs';

const { PORT, METRICS_PORT = '9464' } = process.env;

function addressOfPart() {
  const started = readFileSync('/proc/1/cmdline', 'utf8').split('\0').filter(Boolean);
  const part = started[started.findIndex((word) => word.endsWith('main.js')) + 1] ?? 'all';
  if (part === 'all' || part === 'gateway') return `http://127.0.0.1:${PORT ?? 4000}/readyz`;
  // a context; the jobs have no port but that for whoever watches them
  return PORT ? `http://127.0.0.1:${PORT}/healthz` : `http://127.0.0.1:${METRICS_PORT}/readyz`;
}

try {
  const answer = await fetch(process.argv[2] ?? addressOfPart(), { signal: AbortSignal.timeout(4_000) });
  if (!answer.ok) console.error(await answer.text());
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.error(String(error.cause ?? error));
  process.exitCode = 1;
}
