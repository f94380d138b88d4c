import path from 'node:path';

const VAGUE = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'types', 'misc', 'shared']);
const KEBAB_WITH_ROLES = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;

/** Files are kebab-case with a role suffix, and named after what is inside. */
export const fileNameRule = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      shape: "'{{name}}' is not kebab-case with role suffixes.",
      vague: "'{{name}}' says nothing: name the file after what is inside.",
    },
  },
  create(context) {
    return {
      Program(node) {
        const name = path.basename(context.filename).replace(/\.(d\.)?[mc]?[jt]sx?$/, '');
        if (!KEBAB_WITH_ROLES.test(name)) context.report({ node, messageId: 'shape', data: { name } });
        if (VAGUE.has(name.split('.')[0])) context.report({ node, messageId: 'vague', data: { name } });
      },
    };
  },
};
