/** Findings beside their fields: the rules' at once, and the server's when it has answered. */
import type { AppConfig } from '../core/app-config.ts';
import type { ConfigFinding } from '../core/config-rules.ts';
import { judgeConfig } from '../core/config-rules.ts';
import type { JsonObject } from './schema.ts';

/** What the server found in a configuration. */
export interface ServerFindings {
  readonly of: JsonObject;
  /** `of` as the frames showed it. */
  readonly shown: AppConfig;
  readonly findings: readonly ConfigFinding[];
}

/**
 * Returns what is to be said of a configuration, each thing once: what the server found, as long as
 * its key has not changed, and what the rules say now of keys that have no error.
 * @param shown the configuration with half typed values replaced, which the rules can read
 */
export function findingsOf(
  config: JsonObject,
  shown: AppConfig,
  server: ServerFindings | undefined,
): readonly ConfigFinding[] {
  const found = server ? stillTrue(server, config) : [];
  const wrong = new Set(found.filter(({ level }) => level === 'error').map(keyOf));
  const judged = judgeConfig(shown).filter((finding) => !wrong.has(keyOf(finding)));
  return [
    ...new Map([...found, ...judged].map((finding) => [identityOf(finding), finding])).values(),
  ];
}

/** After a change the rules speak for themselves: the server's answer is not waited for. */
function stillTrue({ of, shown, findings }: ServerFindings, config: JsonObject) {
  if (of === config) return findings;
  const fromRules = new Set(judgeConfig(shown).map(identityOf));
  return findings.filter((finding) => {
    const key = keyOf(finding);
    return config[key] === of[key] && !fromRules.has(identityOf(finding));
  });
}

function keyOf({ path }: ConfigFinding): string {
  return path.split('.', 1)[0]!;
}

function identityOf({ path, level, text }: ConfigFinding): string {
  return JSON.stringify([path, level, text]);
}

/** Returns the findings of a path itself and of all below it. */
export function findingsBelow(
  findings: readonly ConfigFinding[],
  path: string,
): readonly ConfigFinding[] {
  return findings.filter((finding) => finding.path === path || finding.path.startsWith(`${path}.`));
}
