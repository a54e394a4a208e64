/** The third party's package as `npm run package` packs it, once for all tests that unpack it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { madeOnce } from './made-once.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Resolves to the path of the tarball. */
export async function packedPackage(): Promise<string> {
  const folder = await madeOnce('package', (unfinished) => {
    const staged = join(unfinished, 'staged');
    mkdirSync(staged);
    run(ROOT, process.execPath, 'scripts/build-package.mjs', staged);
    run(staged, 'npm', 'pack', '--silent', '--pack-destination', unfinished);
  });
  return join(
    folder,
    readdirSync(folder).find((name) => name.endsWith('.tgz'))!,
  );
}

/** Resolves to the path of its program, unpacked beside the packages that it needs. */
export async function unpackedProgram(): Promise<string> {
  const tarball = await packedPackage();
  const folder = await madeOnce('unpacked-package', (unfinished) => {
    run(unfinished, 'tar', '-xzf', tarball);
    symlinkSync(join(ROOT, 'node_modules'), join(unfinished, 'node_modules'));
  });
  return join(folder, 'package/tessera-issuer.js');
}

function run(cwd: string, command: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
}
