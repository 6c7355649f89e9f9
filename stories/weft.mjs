// One running Weft: the built binary as its own process, on a free port of the loopback, with a store of its own.
//
// What the binary has to offer for this is said here and nowhere else:
//   weft demo  --listen 127.0.0.1:0 --data FOLDER    with the invented community
//   weft serve --listen 127.0.0.1:0 --data FOLDER    empty
// Both print the address where they answer (http://127.0.0.1:PORT) on standard output once they do, take the database
// from WEFT_DATABASE (postgres://…; without it SQLite in FOLDER) and the mail server from WEFT_SMTP (smtp://HOST:PORT),
// and stop by themselves after SIGTERM.

import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** @typedef {'sqlite' | 'postgres'} Engine */
/** @typedef {'demo' | 'serve'} Command */

const ROOT = resolve(import.meta.dirname, '..');

/** Where runs leave what they want to show: logs, pictures of failures. */
export const RUNS = join(ROOT, 'target', 'stories');

const STARTS_WITHIN = 180_000; // the demo invents its community at the first start, in a debug build
const STOPS_WITHIN = 15_000;

/** The engines to tell every story on. @returns {Engine[]} */
export function engines() {
  const asked = (process.env.STORY_ENGINES ?? 'sqlite,postgres').split(',').map((name) => name.trim());
  for (const name of asked) {
    if (name !== 'sqlite' && name !== 'postgres') throw new Error(`STORY_ENGINES: there is no engine “${name}”`);
  }
  return /** @type {Engine[]} */ (asked);
}

/** The binary that the stories drive. */
export function binary() {
  const path = process.env.WEFT_BIN ?? join(ROOT, 'target', 'debug', 'weft');
  if (!existsSync(path)) throw new Error(`${path} is not built: run “make build”, or name another one in WEFT_BIN`);
  return path;
}

/** @param {string} sql */
function psql(sql) {
  const server = process.env.WEFT_TEST_POSTGRES;
  if (!server) {
    throw new Error('WEFT_TEST_POSTGRES is not set: run this through scripts/with-postgres, or with STORY_ENGINES=sqlite');
  }
  const run = spawnSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', server, '-c', sql], { encoding: 'utf8' });
  if (run.error) throw new Error(`psql cannot be run: ${run.error.message}`);
  if (run.status !== 0) throw new Error(`psql: ${run.stderr.trim()}`);
  return server;
}

/** A database that nobody else uses, in the server of WEFT_TEST_POSTGRES. */
function freshDatabase() {
  const name = `story_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  const url = new URL(psql(`CREATE DATABASE ${name}`));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => void psql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

export class Weft {
  /** @type {import('node:child_process').ChildProcess} */ #process;
  /** @type {Promise<string>} how it ended */ #ended;
  /** @type {() => void} */ #cleanUp;
  /** @type {string} the last it said */ #said = '';
  #stopping = false;

  /**
   * @param {import('node:child_process').ChildProcess} child
   * @param {() => void} cleanUp
   * @param {string} log
   */
  constructor(child, cleanUp, log) {
    this.#process = child;
    this.#cleanUp = cleanUp;
    /** Where everything that it says is written. */
    this.log = log;
    /** Where it answers, without a slash at the end. */
    this.url = '';
    const file = createWriteStream(log);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (/** @type {Buffer} */ bytes) => {
        file.write(bytes);
        this.#said = (this.#said + bytes.toString()).slice(-4000);
      });
    }
    this.#ended = new Promise((done) => {
      child.once('error', (error) => done(error.message));
      child.once('close', (code, signal) => {
        file.end();
        done(signal ? `ended by ${signal}` : `exit code ${code}`);
      });
    });
  }

  /**
   * Starts a Weft of its own: nobody else writes to its store.
   * @param {{ engine: Engine, command?: Command, smtp?: string, settings?: Record<string, string>, imports?: string[][] }} how
   *   `imports` are what `weft import` is given before the start, one after the other
   */
  static async start({ engine, command = 'demo', smtp, settings = {}, imports = [] }) {
    const data = mkdtempSync(join(tmpdir(), 'weft-story-'));
    const database = engine === 'postgres' ? freshDatabase() : undefined;
    const cleanUp = () => {
      rmSync(data, { recursive: true, force: true });
      database?.drop();
    };
    mkdirSync(RUNS, { recursive: true });
    const env = environment({ WEFT_DATABASE: database?.url, WEFT_SMTP: smtp, ...settings });
    for (const what of imports) {
      const run = spawnSync(binary(), ['import', ...what, '--data', data], { env, encoding: 'utf8' });
      if (run.status === 0) continue;
      cleanUp();
      throw new Error(`weft import ${what.join(' ')}: ${run.stderr}`);
    }
    const child = spawn(binary(), [command, '--listen', '127.0.0.1:0', '--data', data], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const weft = new Weft(child, cleanUp, join(RUNS, `weft-${command}-${engine}-${child.pid ?? 'none'}.log`));
    // Whatever happens to this process, the server does not stay behind.
    process.once('exit', () => child.kill('SIGKILL'));
    try {
      weft.url = await weft.#address();
    } catch (error) {
      await weft.stop().catch(() => {});
      throw error;
    }
    return weft;
  }

  /** Waits for the line that says where it answers. @returns {Promise<string>} */
  #address() {
    return new Promise((found, failed) => {
      let output = '';
      const late = setTimeout(
        () => failed(new Error(`weft printed no address within ${STARTS_WITHIN / 1000} s:\n${this.#said}`)),
        STARTS_WITHIN,
      );
      this.#process.stdout?.on('data', (/** @type {Buffer} */ bytes) => {
        if (this.url) return;
        output += bytes.toString();
        const address = output.match(/https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+(?=[^\d])/)?.[0];
        if (!address) return;
        clearTimeout(late);
        found(address);
      });
      void this.#ended.then((how) => {
        clearTimeout(late);
        failed(new Error(`weft did not start (${how}):\n${this.#said}`));
      });
    });
  }

  /** Whether it is still there; a story that brought the server down has failed. */
  get running() {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Asks it to stop, waits, and removes its store. Throws when it had died, or does not stop when asked. */
  async stop() {
    if (this.#stopping) return;
    this.#stopping = true;
    const died = !this.running;
    this.#process.kill('SIGTERM');
    const late = setTimeout(() => this.#process.kill('SIGKILL'), STOPS_WITHIN);
    const how = await this.#ended;
    clearTimeout(late);
    this.#cleanUp();
    if (how === 'ended by SIGKILL' && !died) {
      throw new Error(`weft did not stop within ${STOPS_WITHIN / 1000} s of SIGTERM`);
    }
    if (died || (how !== 'exit code 0' && how !== 'ended by SIGTERM')) {
      throw new Error(`weft had ended by itself, or not in order (${how}):\n${this.#said}`);
    }
  }
}

/**
 * This process's environment without settings of Weft that happen to be in it, and with the given ones.
 * @param {Record<string, string | undefined>} settings
 */
function environment(settings) {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('WEFT_') && !name.startsWith('PG'));
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...kept, ...given]);
}
