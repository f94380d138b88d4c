import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine, engineObstacle } from '../src/harness/engine.js';
import { Machine } from '../src/harness/machine.js';
import { Project, type Report, sayLoudly, verdictsOf } from '../src/harness/project.js';
import { eventually, reasonOf } from '../src/harness/shell.js';

// docs/deployment.md followed word for word, on a real engine, and the wrong ways that it warns of.

const URL_HERE = 'http://127.0.0.1:3100';
const NAME = 'wallet.example.org';
const BUILD_MS = 2_400_000;
const UP_MS = 300_000;
const UP = 'docker compose up -d --wait';
const UP_WITH_SECRETS = 'docker compose -f docker-compose.yml -f docker-compose.secrets.yml up -d --wait';
const DIGEST_OF_CERTIFICATE = 'openssl x509 -in trader-1.pem -outform der | sha256sum';
const COPY_BACK =
  'docker run --rm -v waiaas-data:/data -v "$PWD":/in:ro debian:stable-slim tar -C /data -xzf /in/waiaas-data.tgz';
const PKCS12 = 'openssl pkcs12 -export -in trader-1.pem -out trader-1.p12';
const MAKE_PASSWORD = 'openssl rand -base64 32 > secrets/master_password.txt && chmod 600 secrets/master_password.txt';

const engine = await startEngine();

/** An engine, or a loud word about why there is none. */
async function startEngine(): Promise<Engine | undefined> {
  const obstacle = engineObstacle();
  try {
    if (obstacle === undefined) return await Engine.start();
    sayLoudly('The container suite', obstacle);
  } catch (error) {
    sayLoudly('The container suite', reasonOf(error));
  }
  return undefined;
}

let project: Project;
let outsider: Machine;
/** The machine of the engine, as the outsider sees it, and the outsider, as that sees him. */
let here: string;
let there: string;

const machine = () => project.engine.machine;
const codes = (report: Report) => report.findings.map(({ code }) => code);
const password = async () => (await readFile(project.file('secrets', 'master_password.txt'), 'utf8')).trim();

/** The status of a request to the proxy as a browser of this machine sends it. */
const viaProxy = (route: string, ...args: readonly string[]) => machine().status('-k', ...args, `https://localhost:8443${route}`);

describe.skipIf(engine === undefined)('the packaged daemon on a real engine', () => {
  beforeAll(async () => {
    if (engine === undefined) return;
    project = await Project.build(engine);
    outsider = await Machine.start();
    [here, there] = await engine.machine.connect(outsider, 1);
  }, BUILD_MS);
  afterAll(async () => {
    await outsider?.leave();
    await engine?.stop();
    await project?.remove();
  }, 180_000);

  describe('as the quick start starts it', () => {
    beforeAll(() => project.works(UP), UP_MS);
    afterAll(() => project.down(), UP_MS);

    it('passes the four steps: published on loopback, answers there, refused from the address others see', async () => {
      expect(await project.works('docker port waiaas-daemon')).toBe('3100/tcp -> 127.0.0.1:3100');
      expect(await project.works('curl http://127.0.0.1:3100/health')).toContain('"status":"ok"');
      const refused = await project.typed('curl http://<address of this machine>:3100/', { '<address of this machine>': here });
      expect(refused.code).toBe(7);
      await project.works('export WAIAAS_BASE_URL=http://127.0.0.1:3100');
      expect(await outsider.status(`http://${here}:3100/health`)).toBe('refused');
      expect(await outsider.status('-k', `https://${here}:8443/health`)).toBe('refused');
      expect((await project.works('docker compose exec daemon cat /data/recovery.key')).length).toBe(43);
    });

    it('runs as nobody in particular, on a file system it cannot change, without capabilities', async () => {
      expect((await project.inDaemon('id', '-u')).stdout.trim()).toBe('1001');
      const status = (await project.inDaemon('cat', '/proc/self/status')).stdout;
      expect(status).toMatch(/CapEff:\s+0000000000000000/);
      expect(status).toMatch(/NoNewPrivs:\s+1/);
      expect((await project.inDaemon('touch', '/app/x')).stderr).toContain('Read-only file system');
      const limits = '{{.HostConfig.PidsLimit}} {{.HostConfig.Memory}} {{.HostConfig.RestartPolicy.Name}}';
      expect(await project.inspect(limits)).toBe('256 1073741824 unless-stopped');
      const touch = await project.engine.run(['exec', 'waiaas-proxy', 'touch', '/etc/x']);
      expect(touch.stderr).toContain('Read-only file system');
    });

    it('is used through the proxy by a browser of this machine, and its own report finds nothing wrong with that', async () => {
      expect(await viaProxy('/health')).toBe('200');
      const master = await project.recoveryKey();
      const headers = [`X-Master-Password: ${master}`, 'Origin: https://localhost:8443', 'X-Forwarded-For: 198.51.100.9'];
      expect(await viaProxy('/v1/exposure', ...headers.flatMap((header) => ['-H', header]))).toBe('200');
      expect(await viaProxy('/health', '-H', 'Host: rebound.example')).toBe('421');
      expect(await machine().must(['curl', '-sSk', 'https://localhost:8443/admin/'])).toContain('<!doctype html>');
      const report = await project.exposure(master);
      expect([report.inContainer, report.tls.via]).toEqual([true, '172.31.251.3']);
      expect(codes(report)).toEqual(['CONTAINER_BIND_ALL', 'RECOVERY_KEY_PRESENT']);
    });

    it('is looked at by doctor from the machine and from inside, and neither finds a fault', async () => {
      const outside = await project.doctor();
      // The engine of Debian is older than 28.
      expect(outside).toEqual({ code: 0, fail: [], warn: ['docker'] });
      const inside = await project.inDaemon('/app/docker/entrypoint.sh', 'doctor', '--json');
      expect([inside.code, verdictsOf(inside.stdout, inside.stderr)]).toEqual([0, { fail: [], warn: ['exposure', 'password'] }]);
      const socket = `${project.engine.directory}/docker.sock:/var/run/docker.sock`;
      const asGuest = [
        'run',
        '--rm',
        '--user',
        '0',
        '--network',
        'host',
        '--pid',
        'host',
        '--cap-add',
        'SYS_PTRACE',
        '-v',
        socket,
      ];
      const files = ['-v', `${project.folder}:/project:ro`, '-w', '/project', 'waiaas-daemon'];
      const guest = await project.engine.run([...asGuest, ...files, 'doctor', '--compose', 'docker-compose.yml', '--json']);
      expect([guest.code, verdictsOf(guest.stdout, guest.stderr)]).toEqual([0, { fail: [], warn: ['docker'] }]);
      expect(codes(await project.exposure(await project.recoveryKey()))).not.toContain('HOST_REFUSALS');
    });

    it('has in it what it serves: the dashboard by both ways, and what agents read', async () => {
      const page = '<!doctype html>';
      for (const url of [`${URL_HERE}/admin/`, 'https://localhost:8443/admin/', 'https://localhost:8443/admin/approvals'])
        expect(await machine().must(['curl', '-sSfk', url])).toContain(page);
      expect(await machine().status(`${URL_HERE}/v1/skills/quickstart`)).toBe('200');
    });

    it('keeps the process that holds the keys off the network', async () => {
      const connect =
        "require('node:net').connect(3100, '127.0.0.1').on('error', (e) => console.log(e.code)).on('connect', () => process.exit())";
      const tried = await project.inDaemon('/app/docker/no-network', '/usr/local/bin/node', '-e', connect);
      expect(tried.stdout.trim()).toBe('EACCES');
      const read = async (file: string) => (await project.inDaemon('cat', file)).stdout;
      const { pid, signerPid } = JSON.parse(await read('/data/daemon.json')) as { pid: number; signerPid: number };
      const filters = async (process: number) =>
        Number(/^Seccomp_filters:\s*(\d+)/m.exec(await read(`/proc/${process}/status`))?.[1]);
      expect(await filters(signerPid)).toBe((await filters(pid)) + 1);
    });

    it('has a way out for the daemon alone', async () => {
      const server = "require('node:http').createServer((_, r) => r.end('out')).listen(8080)";
      outsider.start([process.execPath, '-e', server]);
      const out = ['curl', '-s', '--max-time', '4', `http://${there}:8080/`];
      await eventually(
        () => project.inDaemon(...out),
        ({ stdout }) => stdout === 'out',
        30,
      );
      expect((await project.engine.run(['exec', 'waiaas-proxy', ...out])).code).not.toBe(0);
    });

    it('will not open the proxy before there is a CA and a password of its own', async () => {
      const init = await project.typed('docker compose run --rm cli proxy init wallet.example.org', {
        'run --rm': 'run --rm -T',
      });
      expect([init.code, init.stderr]).toEqual([2, expect.stringContaining('PASSWORD_NOT_SET')]);
      const env = ['-e', 'WAIAAS_PROXY_BIND=0.0.0.0', '-e', `WAIAAS_PROXY_NAME=${NAME}`];
      const opened = await project.engine.run(['run', '--rm', ...env, 'waiaas-proxy']);
      expect([opened.code, opened.stderr]).toEqual([1, expect.stringContaining('proxy init NAME')]);
    });

    it('takes settings from waiaas.env at the next start', async () => {
      await writeFile(project.file('waiaas.env'), `WAIAAS_SECURITY_CORS_ORIGINS=https://app.example.org\n`);
      await project.works(UP);
      expect(codes(await project.exposure(await project.recoveryKey()))).toContain('CORS_OPEN');
      await rm(project.file('waiaas.env'));
    });

    it('comes back by itself after it was killed', async () => {
      const [pid, before] = [await project.inspect('{{.State.Pid}}'), await project.inspect('{{.RestartCount}}')];
      await project.engine.beside(['kill', '-9', pid]);
      await eventually(
        () => project.inspect('{{.RestartCount}}'),
        (count) => Number(count) > Number(before),
        60,
      );
      await project.healthy();
      expect(await machine().status(`${URL_HERE}/ready`)).toBe('200');
    });

    it('keeps session tokens in a volume of their own, where an agent in a container reads them', async () => {
      const wallet = await project.post(await project.recoveryKey(), '/v1/wallets', { name: 'first' });
      const handed = await project.post(await project.recoveryKey(), '/v1/mcp/tokens', { walletId: wallet.id });
      const { tokenPath } = handed;
      expect(tokenPath).toBe(`/tokens/${wallet.id}.token`);
      const read = ['run', '--rm', '-v', 'waiaas-tokens:/tokens:ro', '--network', 'none', '--entrypoint', 'cat'];
      const asUser = (user: string) =>
        project.engine.run([...read, '--user', user, '--cap-drop', 'ALL', 'waiaas-daemon', tokenPath]);
      expect((await asUser('1002')).code).not.toBe(0);
      const { stdout: token } = await asUser('1001');
      expect(await machine().status('-H', `Authorization: Bearer ${token}`, `${URL_HERE}/v1/connect-info`)).toBe('200');
      expect(await project.callTool(handed, 'get_address')).toContain(wallet.address);
    });

    it('is upgraded, and its volume copied and put into an empty one, as the guide says', async () => {
      const master = await project.recoveryKey();
      const wallets = () => machine().must(['curl', '-sSf', '-H', `X-Master-Password: ${master}`, `${URL_HERE}/v1/wallets`]);
      const before = await wallets();
      expect(before).toContain('"first"');
      await project.works('docker compose stop daemon');
      await project.engine.must(['tag', 'debian:trixie-slim', 'debian:stable-slim']);
      await project.works(
        'docker run --rm -v waiaas-data:/data:ro -v "$PWD":/out debian:stable-slim tar -C /data -czf /out/waiaas-data.tgz .',
      );
      await project.works('docker compose start daemon');
      const listed = await machine().must(['tar', '-tzf', project.file('waiaas-data.tgz')]);
      expect(listed.split('\n')).toEqual(expect.arrayContaining(['./recovery.key', './data/waiaas.db']));
      await project.down();
      await project.works('docker compose up --no-start');
      await project.works(COPY_BACK);
      await project.works(UP);
      expect([await project.recoveryKey(), await wallets()]).toEqual([master, before]);
      const [wallet] = (JSON.parse(before) as { items?: { id: string }[]; data?: { id: string }[] }).items ?? [];
      expect(await project.post(master, '/v1/sessions', { walletId: wallet?.id })).toHaveProperty('token');
    });

    it('ends in order within five seconds', async () => {
      const started = performance.now();
      await project.engine.must(['stop', '-t', '30', 'waiaas-daemon']);
      expect(performance.now() - started).toBeLessThan(5000);
      expect(await project.inspect('{{.State.ExitCode}} {{.State.OOMKilled}}')).toBe('0 false');
    });
  });

  describe('with the secrets overlay', () => {
    afterAll(() => project.down(), UP_MS);

    it(
      'says what to type when there is no password file',
      async () => {
        await mkdir(project.file('secrets'));
        expect((await project.typed(UP_WITH_SECRETS)).code).not.toBe(0);
        const logs = await project.compose('-f', 'docker-compose.yml', '-f', 'docker-compose.secrets.yml', 'logs', 'secrets');
        expect(logs.stdout).toContain('openssl rand -base64 32');
      },
      UP_MS,
    );

    it(
      'takes a file of root with mode 600, and no secret is in the environment or the image',
      async () => {
        await project.works('mkdir -p secrets && chmod 700 secrets');
        await project.works(MAKE_PASSWORD);
        await project.works(UP_WITH_SECRETS);
        const secret = await password();
        expect(codes(await project.exposure(secret))).toEqual(['CONTAINER_BIND_ALL']);
        expect(await project.inspect('{{json .Config.Env}}')).not.toContain(secret);
        expect(await project.engine.must(['history', '--no-trunc', 'waiaas-daemon'])).not.toContain(secret);
        expect((await project.inDaemon('test', '-e', '/data/recovery.key')).code).not.toBe(0);
        const inside = await project.inDaemon('/app/docker/entrypoint.sh', 'doctor', '--json');
        expect(verdictsOf(inside.stdout, inside.stderr)).toEqual({ fail: [], warn: [] });
      },
      UP_MS,
    );

    it(
      'opens the proxy to another machine by client certificate alone',
      async () => {
        const files = 'COMPOSE_FILE=docker-compose.yml:docker-compose.secrets.yml';
        await writeFile(project.file('.env'), `${files}\nWAIAAS_PROXY_NAME=${NAME}\nWAIAAS_PROXY_BIND=0.0.0.0\n`);
        const noTerminal = { 'run --rm cli': 'run --rm -T cli' };
        expect(await project.works('docker compose run --rm cli proxy init wallet.example.org', noTerminal)).toContain(
          'fingerprint',
        );
        await project.works(UP);
        await project.works(
          'docker compose run --rm -T cli proxy add-client trader-1 --role agent --out - > trader-1.pem && chmod 600 trader-1.pem',
        );
        expect((await stat(project.file('trader-1.pem'))).mode & 0o777).toBe(0o600);
        const desk = await project.compose(
          'run',
          '--rm',
          '-T',
          'cli',
          'proxy',
          'add-client',
          'desk',
          '--role',
          'admin',
          '--out',
          '-',
        );
        await writeFile(project.file('desk.pem'), desk.stdout, { mode: 0o600 });
        const master = ['-H', `X-Master-Password: ${await password()}`];
        const status = (route: string, ...args: readonly string[]) =>
          outsider.status(...args, '--resolve', `${NAME}:8443:${here}`, `https://${NAME}:8443${route}`);
        const as = (name: string) => ['--cert', project.file(`${name}.pem`), '--cacert', project.file('trader-1.pem')];
        expect(await status('/v1/exposure', '-k', ...master)).toBe('403');
        expect(await status('/health', ...as('trader-1'))).toBe('200');
        expect(await status('/v1/exposure', ...as('trader-1'), ...master)).toBe('403');
        expect(await status('/v1/exposure', ...as('desk'), ...master)).toBe('200');
        await project.works(PKCS12, { 'trader-1.p12': 'trader-1.p12 -passout pass:for-the-browser' });
        const pkcs12 = ['--cert-type', 'P12', '--cert', `${project.file('trader-1.p12')}:for-the-browser`];
        expect(await status('/health', ...pkcs12, '--cacert', project.file('trader-1.pem'))).toBe('200');
        expect(await outsider.status(`http://${here}:3100/health`)).toBe('refused');
        expect((await project.doctor()).fail).toEqual([]);

        const digest = await machine().must(['bash', '-c', `${DIGEST_OF_CERTIFICATE} | cut -c 1-64`], { cwd: project.folder });
        const wallet = await project.post(await password(), '/v1/wallets', { name: 'first' });
        const { token } = await project.post(await password(), '/v1/sessions', { walletId: wallet.id, certificate: digest });
        const bearer = ['-H', `Authorization: Bearer ${token}`];
        expect(await status('/v1/wallet/address', ...as('trader-1'), ...bearer)).toBe('200');
        expect(await status('/v1/wallet/address', ...as('desk'), ...bearer)).toBe('403');
        expect(await machine().status(...bearer, `${URL_HERE}/v1/wallet/address`)).toBe('403');

        expect((await project.compose('run', '--rm', '-T', 'cli', 'proxy', 'revoke-client', 'desk')).code).toBe(0);
        await eventually(
          () => status('/v1/exposure', ...as('desk'), ...master),
          (answer) => answer === '403',
          30,
        );
      },
      UP_MS,
    );

    it(
      'explains itself when the password was changed and the file was not, and loses nothing',
      async () => {
        const secret = await password();
        const changed = 'violet harbour thunder 41';
        const change = ['-X', 'PUT', '-H', `X-Master-Password: ${secret}`, '-H', 'Content-Type: application/json'];
        const body = JSON.stringify({ newPassword: changed });
        expect(
          await machine().must(['curl', '-sS', ...change, '-d', body, `${URL_HERE}/v1/admin/master-password`]),
        ).not.toContain('"code"');
        await project.engine.must(['restart', '-t', '20', 'waiaas-daemon']);
        await eventually(
          () => project.engine.run(['logs', 'waiaas-daemon']),
          ({ stdout, stderr }) => (stdout + stderr).includes('If it was changed since, configure the new one'),
          60,
        );
        await writeFile(project.file('secrets', 'master_password.txt'), `${changed}\n`);
        await chmod(project.file('secrets', 'master_password.txt'), 0o600);
        await project.works(UP_WITH_SECRETS);
        expect(codes(await project.exposure(changed))).toContain('CONTAINER_BIND_ALL');
      },
      UP_MS,
    );
  });

  describe('started the way the documentation warns of', () => {
    const start = async (...args: readonly string[]) => {
      await project.engine.must(['run', '-d', '--rm', '--name', 'misled', '--init', ...args, 'waiaas-daemon']);
      await eventually(
        () => machine().status(`${URL_HERE}/health`),
        (status) => status === '200',
        60,
      );
      return (await project.engine.must(['exec', 'misled', 'cat', '/data/recovery.key'])).trim();
    };
    const end = () => project.engine.run(['rm', '-f', 'misled']);

    it.each(['3100:3100', '0.0.0.0:3100:3100'])(
      '-p %s: a stranger is refused, the report says that he came, and doctor that he could',
      async (publish) => {
        const master = await start('-p', publish);
        expect((await project.doctor()).fail).toEqual(
          expect.arrayContaining(['listeners', 'external-address', 'container-ports']),
        );
        expect(await outsider.status('-H', 'Host: localhost:3100', `http://${here}:3100/health`)).toBe('421');
        expect(codes(await project.exposure(master))).toContain('PEER_NOT_LOCAL');
        await end();
      },
      UP_MS,
    );

    it(
      '--network=host: it does not start',
      async () => {
        const { code, stderr } = await project.engine.run(['run', '--rm', '--network=host', 'waiaas-daemon']);
        expect([code, stderr]).toEqual([2, expect.stringContaining('--network=host')]);
      },
      UP_MS,
    );

    it(
      '--network=host against its advice: the report calls it critical, and doctor fails it',
      async () => {
        const master = await start('--network=host', '-e', 'WAIAAS_DAEMON_ALLOW_NON_LOOPBACK=true');
        const report = await project.exposure(master);
        expect([report.inContainer, codes(report)]).toEqual([false, expect.arrayContaining(['BIND_ALL_OUTSIDE_CONTAINER'])]);
        expect((await project.doctor()).fail).toEqual(
          expect.arrayContaining(['listeners', 'external-address', 'container-network']),
        );
        await end();
      },
      UP_MS,
    );
  });
});
