export interface StartFacts {
  readonly address: string;
  readonly isPasswordProvisioned: boolean;
  readonly recoveryKeyPath: string;
}

/** What somebody who has just started the daemon needs next. Names where the password is, never what it is. */
export function startNotice(facts: StartFacts): string[] {
  const { address, isPasswordProvisioned, recoveryKeyPath } = facts;
  const password = isPasswordProvisioned
    ? [
        `The master password was made for you and is in ${recoveryKeyPath}. Replace it before real money: mainnet wallets wait for that.`,
        `First wallet: curl -X POST ${address}/v1/wallets -H "X-Master-Password: $(cat ${recoveryKeyPath})" -d '{"name":"first"}'`,
      ]
    : [`First wallet: curl -X POST ${address}/v1/wallets -H "X-Master-Password: …" -d '{"name":"first"}'`];
  return [
    `WAIaaS is ready at ${address}`,
    ...password,
    'Networks need an RPC endpoint (WAIAAS_RPC_…); the README says which and how.',
  ];
}
