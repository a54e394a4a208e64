/**
 * Runs this project's programs: one at a time in the terminal, or several side by side, each
 * printed in one piece when it ends.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../', import.meta.url));

/**
 * Runs a script with Node from the root.
 * @param {string[]} command the script, from the root, and its arguments
 * @param {object} [options]
 * @param {string} [options.title] a heading; with it, all output is printed at the end, below it
 * @param {Record<string, string>} [options.env] besides this process's own
 * @returns {Promise<{ status: number, seconds: number }>} status 1 for a process that was killed
 */
export function node([script, ...args], { title, env = {} } = {}) {
  const began = performance.now();
  const child = spawn(process.execPath, [`${ROOT}${script}`, ...args], {
    cwd: ROOT,
    stdio: title === undefined ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const printed = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => printed.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const seconds = (performance.now() - began) / 1000;
      if (title !== undefined) print(title, code === 0, seconds, Buffer.concat(printed).toString());
      resolve({ status: code ?? 1, seconds });
    });
  });
}

function print(title, passed, seconds, text) {
  console.log(`\n${title}: ${passed ? 'passed' : 'FAILED'} (${seconds.toFixed(0)} s)`);
  if (text.trim() !== '') console.log(text.trimEnd());
}
