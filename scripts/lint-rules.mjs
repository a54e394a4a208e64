/** Rules of the project's own, as a plugin of Oxlint (.oxlintrc.json). */

/** Reports each node that a selector finds. */
function forbid(selector, message) {
  return {
    create: (context) => ({ [selector]: (node) => context.report({ node, message }) }),
  };
}

export default {
  meta: { name: 'tessera' },
  rules: {
    'no-inline-type-imports': forbid(
      'ImportSpecifier[importKind="type"], ExportSpecifier[exportKind="type"]',
      'Write `import type` or `export type` as a statement of its own.',
    ),
    'no-private-keyword': forbid('[accessibility="private"]', 'Write a #private name.'),
  },
};
