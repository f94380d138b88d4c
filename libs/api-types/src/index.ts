export * from './error-response.js';
export * from './health.js';
export * from './audit.js';
export * from './owners.js';
export * from './kill-switch.js';
export * from './settings.js';
export * from './admin.js';
