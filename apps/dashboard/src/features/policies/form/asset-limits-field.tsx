import { useState, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { Icon } from '../../../components/ui/icon';
import { SelectField, TextField } from '../../../components/ui/field';
import { memberName } from '../policy-text';
import { assetName } from '../rules/words';
import { isRecord } from '../rules/json-schema';
import { Issue } from './issue';
import { fieldName, lastMember, useRuleForm, valueAt, type RuleFieldProps } from './form-context';
import { TierLadder } from './tier-ladder';
import { TokenPicker } from './token-picker';

const SCALE = { low: 0.0001, high: 100_000 };
const BEGINNING = { instant_max: '0', notify_max: '0', delay_max: '0' };

/** Limits per asset: a ladder for each, and a way to name another one. */
export function AssetLimitsField({ path }: RuleFieldProps): ReactNode {
  const { rules, edit, t, issueAt } = useRuleForm();
  const member = lastMember(path);
  const value = valueAt(rules, path);
  const keys = isRecord(value) ? Object.keys(value) : [];
  return (
    <fieldset className="grid min-w-0 gap-4">
      <legend className="mb-2 text-sm font-semibold">{memberName(member, t)}</legend>
      {keys.map((key) => (
        <div key={key} className="grid gap-2">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <span className="min-w-0 text-sm font-medium break-all">{assetName(key, t)}</span>
            <Button
              look="quiet"
              className="px-2!"
              aria-label={t('policies.asset.remove', { what: assetName(key, t) })}
              onClick={() => edit([...path, key], undefined)}
            >
              <Icon name="close" className="size-4" />
            </Button>
          </div>
          <Issue text={issueAt(fieldName([...path, key]))} />
          <TierLadder
            path={[...path, key]}
            memberOf={(step) => `${step}_max`}
            unit={t('policies.asset.unit')}
            scale={SCALE}
            read={(text) => text.trim()}
          />
        </div>
      ))}
      <Issue text={issueAt(fieldName(path))} />
      <AssetChoice taken={keys} onAdd={(key) => edit([...path, key], BEGINNING)} />
    </fieldset>
  );
}

interface AssetChoiceProps {
  readonly taken: readonly string[];
  readonly onAdd: (key: string) => void;
}

function AssetChoice({ taken, onAdd }: AssetChoiceProps): ReactNode {
  const { t, network } = useRuleForm();
  const coins = (['native:ethereum', 'native:solana', 'native'] as const).filter(
    (key) => !taken.includes(key) && (key !== 'native' || network !== undefined),
  );
  const [chosen, setChosen] = useState('');
  const [id, setId] = useState('');
  const key = chosen === 'other' ? id.trim() : chosen;
  return (
    <div className="flex flex-wrap items-end gap-3">
      <div className="min-w-56">
        <SelectField label={t('policies.asset.kind')} value={chosen} onChange={(event) => setChosen(event.target.value)}>
          <option value="">{t('policies.registry.choose')}</option>
          {coins.map((coin) => (
            <option key={coin} value={coin}>
              {t(`policies.asset.${coin}`)}
            </option>
          ))}
          <option value="other">{t('policies.asset.other')}</option>
        </SelectField>
      </div>
      {chosen === 'other' && (
        <div className="min-w-0 flex-1 basis-72">
          <TextField
            label={t('policies.asset.id')}
            value={id}
            spellCheck={false}
            className="font-mono text-sm"
            placeholder="eip155:8453/erc20:0x…"
            onChange={(event) => setId(event.target.value)}
          />
        </div>
      )}
      <Button
        disabled={key === '' || taken.includes(key)}
        onClick={() => {
          onAdd(key);
          setChosen('');
          setId('');
        }}
      >
        {t('policies.asset.add')}
      </Button>
      <TokenPicker onPick={({ assetId }) => onAdd(assetId)} />
    </div>
  );
}
