// Conventional commits; the scope is a library or a module folder.
export default {
  extends: ['@commitlint/config-conventional'],
  rules: {
    'header-max-length': [2, 'always', 72],
    'scope-case': [2, 'always', 'kebab-case'],
    'body-max-line-length': [2, 'always', 120],
  },
};
