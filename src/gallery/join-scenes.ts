/** Joins the groups of scenes. */

/** @throws {Error} where two groups have a scene of one name: one of them would not be shown */
export function joinScenes<S>(
  ...groups: readonly Readonly<Record<string, S>>[]
): Record<string, S> {
  const all: Record<string, S> = {};
  for (const [name, scene] of groups.flatMap((group) => Object.entries(group))) {
    if (Object.hasOwn(all, name)) throw new Error(`two scenes are named ${name}`);
    all[name] = scene;
  }
  return all;
}
