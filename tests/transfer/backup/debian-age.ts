/** The `age` of the system's packages, which asks its terminal for a passphrase. */
import { spawn, spawnSync } from 'node:child_process';

/** Whether `age`, and `script` for its terminal, are there; `CI` must have them. */
export const hasAge = process.env['CI'] !== undefined || (isThere('age') && isThere('script'));

function isThere(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0;
}

/** Runs `age` and answers each of its questions; resolves once it has ended well. */
export function runAge(options: string, passphrase: string): Promise<void> {
  const age = spawn('script', ['-qec', `age ${options}`, '/dev/null']);
  let said = '';
  age.stdout.on('data', (data: Buffer) => {
    said += data.toString();
    if (/passphrase[^:]*: $/.test(said)) {
      said = '';
      age.stdin.write(`${passphrase}\n`);
    }
  });
  return new Promise((resolve, reject) => {
    age.on('error', reject);
    age.on('close', (status) => {
      if (status === 0) resolve();
      else reject(new Error(`age ended with ${status}: ${said}`));
    });
  });
}
