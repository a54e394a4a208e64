/**
 * Who calls in the service's bench, in a process of its own: checks codes over kept connections, so
 * many at once, and tells when all were right.
 */
import { Agent, request } from 'node:http';

process.once('message', ({ port, key, atOnce }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  process.on('message', async ({ checks }) => {
    let next = 0;
    const worker = async () => {
      for (let check = checks[next++]; check; check = checks[next++])
        await verify({ agent, port, key }, check);
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    process.send('done');
  });
});

function verify({ agent, port, key }, { owner, code }) {
  return new Promise((resolve, reject) => {
    const body = JSON.stringify({ code });
    const headers = {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      'Content-Length': body.length,
    };
    const path = `/v1/owners/${owner}/verify-otp`;
    request({ port, host: '127.0.0.1', method: 'POST', path, agent, headers }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`status ${response.statusCode}`));
      return response.resume().once('end', resolve);
    })
      .once('error', reject)
      .end(body);
  });
}
