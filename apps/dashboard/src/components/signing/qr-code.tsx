import qrcode from 'qrcode-generator';
import { useMemo, type ReactNode } from 'react';

const QUIET = 4;

/** A QR code as one path; dark on light in both themes, since cameras want it so. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  const { path, size } = useMemo(() => draw(text), [text]);
  if (path === '') return null;
  const box = size + 2 * QUIET;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${String(box)} ${String(box)}`}
      className="w-full max-w-64 rounded-lg bg-white"
    >
      <path d={path} fill="#000" />
    </svg>
  );
}

function draw(text: string): { readonly path: string; readonly size: number } {
  try {
    const code = qrcode(0, 'L');
    code.addData(text, 'Byte');
    code.make();
    const size = code.getModuleCount();
    let path = '';
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        if (code.isDark(row, column)) path += `M${String(column + QUIET)} ${String(row + QUIET)}h1v1h-1z`;
      }
    }
    return { path, size };
  } catch {
    // Too long for any QR code: the text beside it can still be copied.
    return { path: '', size: 0 };
  }
}
