import { DomainError } from '@waiaas/core';

/** `CODE` or `CODE/REASON` of the DomainError an act throws; anything else it does fails the test by its own message. */
export async function refusalOf(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const reason = error.details?.['reason'];
    return typeof reason === 'string' ? `${error.code}/${reason}` : error.code;
  }
  return 'accepted';
}
