/**
 * The clients of the issuer's bench, in a process of their own: each makes its calls one after the
 * other, and all clients run at once.
 */
import { Agent, get } from 'node:http';

process.once('message', async ({ url, tokens }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: tokens.length });
  const times = await Promise.all(tokens.map((each) => client(agent, url, each)));
  process.send(times.flat().sort((a, b) => a - b), () => process.disconnect()); // oxfmt-ignore
});

async function client(agent, url, tokens) {
  const times = [];
  for (const token of tokens) {
    const start = performance.now();
    await call(agent, url, token);
    times.push(performance.now() - start);
  }
  return times;
}

function call(agent, url, token) {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${token}` };
    get(url, { agent, headers }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`status ${response.statusCode}`));
      return response.resume().once('end', resolve);
    }).once('error', reject);
  });
}
