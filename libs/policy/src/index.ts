export * from './request.js';
export * from './facts.js';
export * from './decision.js';
export * from './policy-set.js';
