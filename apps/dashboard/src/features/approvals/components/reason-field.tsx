import type { ReactNode } from 'react';
import { TextField } from '../../../components/ui/field';
import { useT } from '../../../lib/i18n';

interface ReasonFieldProps {
  readonly reason: string;
  readonly onChange: (reason: string) => void;
}

/** Words to the agent, if any. */
export function ReasonField({ reason, onChange }: ReasonFieldProps): ReactNode {
  const t = useT();
  return (
    <TextField
      label={t('approvals.why')}
      hint={t('approvals.why.hint')}
      value={reason}
      onChange={(event) => onChange(event.target.value)}
      maxLength={500}
    />
  );
}
