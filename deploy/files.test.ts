import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { deployFiles, ROOT } from './generate/files.ts';

describe('files of a deployment', async () => {
  const files = await deployFiles();

  test.each(Object.keys(files))('%s is what topology.ts makes of it now (npm run deploy:files)', (name) => {
    const file = new URL(name, ROOT);
    expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(files[name]);
  });

  test('none is left of a part that is gone', () => {
    const committed = readdirSync(new URL('deploy/kubernetes/', ROOT), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => `deploy/kubernetes/${file.replaceAll('\\', '/')}`);
    expect(committed.sort()).toEqual(
      Object.keys(files)
        .filter((name) => name.startsWith('deploy/kubernetes/'))
        .sort(),
    );
  });
});
