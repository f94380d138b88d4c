import { useState, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { CopyButton } from '../../../components/ui/copy-button';
import { Notice } from '../../../components/ui/notice';
import { snippet, SNIPPETS } from '../../../lib/snippets';
import { useSessionText } from '../session-text';

/** The only time a token is seen. It is gone with this component. */
export function TokenOnce({ token }: { readonly token: string }): ReactNode {
  const t = useSessionText();
  const [isShown, setShown] = useState(false);
  return (
    <div className="grid gap-4">
      <Notice tone="warn" title={t('sessions.once')}>
        <p>{t('sessions.once.text')}</p>
      </Notice>
      <div className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 flex-1 basis-full rounded-lg sm:basis-0 bg-raised p-3 font-mono text-sm break-all">
          {isShown ? token : `${token.slice(0, 9)}${'•'.repeat(24)}`}
        </code>
        <Button onClick={() => setShown(!isShown)}>{t(isShown ? 'sessions.hide' : 'sessions.show')}</Button>
        <CopyButton text={token} what={t('sessions.token')} />
      </div>
      {SNIPPETS.map((kind) => (
        <Snippet
          key={kind}
          title={t(kind === 'mcp' ? 'snippet.mcp' : `sessions.snippet.${kind}`)}
          text={snippet(kind, location.origin)}
        />
      ))}
    </div>
  );
}

function Snippet({ title, text }: { readonly title: string; readonly text: string }): ReactNode {
  return (
    <details className="rounded-lg border border-line">
      <summary className="p-3 font-medium">{title}</summary>
      <div className="grid gap-2 p-3 pt-0">
        <pre tabIndex={0} aria-label={title} className="overflow-auto rounded-lg bg-raised p-3 font-mono text-xs leading-relaxed">
          {text}
        </pre>
        <div>
          <CopyButton text={text} what={title} />
        </div>
      </div>
    </details>
  );
}
