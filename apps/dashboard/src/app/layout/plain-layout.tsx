import type { ReactNode } from 'react';
import { Outlet } from 'react-router';
import { Brand } from './brand';
import { PreferenceControls } from './preference-controls';

/** For pages before a login: one card in the middle. */
export function PlainLayout(): ReactNode {
  return (
    <div className="mx-auto grid min-h-dvh w-full max-w-xl grid-rows-[auto_1fr_auto] gap-8 p-6">
      <div className="flex">
        <Brand />
      </div>
      <main className="self-center">
        <Outlet />
      </main>
      <PreferenceControls />
    </div>
  );
}
