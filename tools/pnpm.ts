import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** As in run.mjs, which installs by it. */
export const PNPM = 'pnpm@12.21.0';
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MOST_BYTES = 64 * 1024 * 1024;

export type Ran = { status: number; stdout: string; stderr: string };

/** Runs pnpm on this repository; whatever it exits with is for the caller to judge. */
export function pnpm(args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile('npx', ['-y', PNPM, ...args], { cwd: ROOT, maxBuffer: MOST_BYTES }, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) || 1 : 0, stdout, stderr }),
    );
  });
}

/** Asks it what production is made of, as CycloneDX 1.6. */
export const SBOM = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-spec-version', '1.6', '--sbom-type', 'application', '--prod'];
