import { useMutation, type UseMutationOptions, type UseMutationResult } from '@tanstack/react-query';
import { useRef } from 'react';

type WriteOptions<Answer, Input> = UseMutationOptions<Answer, Error, Input> & {
  readonly mutationFn: (input: Input) => Promise<Answer>;
};

/**
 * A write is said once however often its button is pressed: while one is on its way another is dropped. Of two presses in one breath the
 * second comes before anything on the page knows of the first, so this cannot wait for the next drawing.
 */
export function useWrite<Answer, Input>({
  mutationFn,
  ...options
}: WriteOptions<Answer, Input>): UseMutationResult<Answer, Error, Input> {
  const isOnItsWay = useRef(false);
  const write = useMutation<Answer, Error, Input>({
    ...options,
    mutationFn: async (input) => {
      try {
        return await mutationFn(input);
      } finally {
        isOnItsWay.current = false;
      }
    },
  });
  const { mutate } = write;
  const once: typeof mutate = (...args) => {
    if (isOnItsWay.current) return;
    isOnItsWay.current = true;
    mutate(...args);
  };
  return { ...write, mutate: once };
}
