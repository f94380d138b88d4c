import { Injectable } from '@nestjs/common';
import type { AutoStopRule, UpdateAutoStopRuleRequest } from '@waiaas/api-types';
import { DomainError, validationError, type FieldIssue } from '@waiaas/core';
import type { Actor } from '../../common/auth/actor.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { SettingsUpdate } from '../settings/settings-update.service.js';
import { type CataloguedRule, RULE_CATALOGUE } from './rule-catalogue.js';

interface NamedChange {
  readonly key: string;
  readonly value: unknown;
  /** Where the request said it. */
  readonly path: string;
}

/** The rules as their settings say. Changing one is a change of settings: all or nothing, in force at once, and in the chain. */
@Injectable()
export class AutoStopRules {
  constructor(
    private readonly settings: RuntimeSettings,
    private readonly updates: SettingsUpdate,
  ) {}

  list(): AutoStopRule[] {
    return RULE_CATALOGUE.map((rule) => this.#describe(rule));
  }

  async change(id: string, request: UpdateAutoStopRuleRequest, actor: Actor): Promise<AutoStopRule> {
    const rule = RULE_CATALOGUE.find((each) => each.id === id);
    if (rule === undefined) throw new DomainError('RULE_NOT_FOUND');
    const changes = changesOf(rule, request);
    try {
      await this.updates.apply(
        changes.map(({ key, value }) => ({ key, value })),
        actor,
      );
    } catch (error) {
      throw inWordsOfRequest(error, changes);
    }
    return this.#describe(rule);
  }

  #describe({ id, label, description, enabled, config }: CataloguedRule): AutoStopRule {
    const figures = Object.entries(config).map(([name, key]) => [name, this.settings.get(key) as number | string]);
    return {
      id,
      label,
      description,
      enabled: this.settings.get(enabled) === true,
      config: Object.fromEntries(figures) as AutoStopRule['config'],
    };
  }
}

function changesOf(rule: CataloguedRule, { enabled, config = {} }: UpdateAutoStopRuleRequest): readonly NamedChange[] {
  const unknown = Object.keys(config).filter((name) => !Object.hasOwn(rule.config, name));
  if (unknown.length > 0) {
    const known = Object.keys(rule.config).join(', ');
    throw validationError([{ path: 'config', code: 'unknownField', message: `may hold only ${known}` }]);
  }
  const figures = Object.entries(config).map(([name, value]) => ({
    key: rule.config[name] ?? '',
    value,
    path: `config.${name}`,
  }));
  const changes = enabled === undefined ? figures : [{ key: rule.enabled, value: enabled, path: 'enabled' }, ...figures];
  if (changes.length === 0) throw validationError([{ path: 'enabled', code: 'required', message: 'or config must be given' }]);
  return changes;
}

/** Settings name a refused change by its place in a list; here it is a member of the request. */
function inWordsOfRequest(error: unknown, changes: readonly NamedChange[]): unknown {
  if (!(error instanceof DomainError) || error.code !== 'VALIDATION_FAILED') return error;
  const issues = (error.details?.['issues'] ?? []) as readonly FieldIssue[];
  return validationError(
    issues.map((issue) => ({ ...issue, path: changes[Number(issue.path.split('.')[1])]?.path ?? issue.path })),
    'See GET /v1/admin/autostop/rules',
  );
}
