/**
 * The rules of eslint-plugin-lit-a11y for Oxlint (.oxlintrc.json): they write to the services of
 * the parser, which Oxlint freezes.
 */
import plugin from 'eslint-plugin-lit-a11y';

const rules = Object.entries(plugin.rules).map(([name, rule]) => [
  name,
  { ...rule, create: (context) => rule.create(withServices(context)) },
]);

function withServices(context) {
  const sourceCode = Object.create(context.sourceCode, { parserServices: { value: {} } });
  return Object.create(context, { sourceCode: { value: sourceCode } });
}

export default { meta: { name: 'lit-a11y' }, rules: Object.fromEntries(rules) };
