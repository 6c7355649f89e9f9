// A mail server that speaks real SMTP on the loopback and keeps what it is given, so that a story can read its mail.

import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/**
 * @typedef {object} Letter
 * @property {string} from the sender's address
 * @property {string[]} to everybody it was delivered to, in lower case
 * @property {string} subject
 * @property {string} text the plain part
 * @property {string} html the rich part, or ''
 * @property {string[]} links every address in it, in order, each once
 * @property {Record<string, string>} headers by name in lower case
 * @property {import('postal-mime').Attachment[]} attachments
 */

export class Mail {
  /** @type {Letter[]} */ #letters = [];
  /** @type {Set<() => void>} */ #waiting = new Set();
  /** @type {SMTPServer} */ #server;

  /** @param {SMTPServer} server */
  constructor(server) {
    this.#server = server;
    /** What a mailer is told: smtp://127.0.0.1:PORT */
    this.url = '';
  }

  /** Starts a server on a free port. */
  static async start() {
    /** @type {Mail} */
    let mail;
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      disableReverseLookup: true,
      logger: false,
      size: 25 * 1024 * 1024,
      onData(stream, session, accepted) {
        /** @type {Buffer[]} */
        const parts = [];
        stream.on('data', (part) => parts.push(part));
        stream.on('end', () => {
          const to = session.envelope.rcptTo.map(({ address }) => address.toLowerCase());
          mail.#keep(to, Buffer.concat(parts)).then(
            () => accepted(),
            (error) => accepted(error),
          );
        });
      },
    });
    mail = new Mail(server);
    await new Promise((done, failed) => {
      server.once('error', failed);
      server.listen(0, '127.0.0.1', () => done(undefined));
    });
    const address = server.server.address();
    if (address === null || typeof address === 'string') throw new Error('the mail server has no port');
    mail.url = `smtp://127.0.0.1:${address.port}`;
    server.on('error', () => {}); // a client that hangs up is no failure of the story
    return mail;
  }

  /**
   * @param {string[]} to
   * @param {Buffer} raw
   */
  async #keep(to, raw) {
    const letter = await PostalMime.parse(raw);
    const text = letter.text ?? '';
    const html = letter.html ?? '';
    const found = `${text}\n${html.replaceAll('&amp;', '&')}`.match(/https?:\/\/[^\s"'<>)\]]+/g) ?? [];
    this.#letters.push({
      from: letter.from?.address ?? '',
      to,
      subject: letter.subject ?? '',
      text,
      html,
      links: [...new Set(found.map((link) => link.replace(/[.,;:!?]+$/, '')))],
      headers: Object.fromEntries(letter.headers.map(({ key, value }) => [key, value])),
      attachments: letter.attachments,
    });
    for (const look of this.#waiting) look();
  }

  /**
   * Everything that came for somebody, oldest first.
   * @param {string} to
   */
  all(to) {
    return this.#letters.filter((letter) => letter.to.includes(to.toLowerCase()));
  }

  /**
   * The newest letter for somebody; waits for one when there is none yet.
   * @param {string} to
   * @param {{ subject?: RegExp | string, within?: number }} [which] `within` in milliseconds
   * @returns {Promise<Letter>}
   */
  last(to, { subject = '', within = 15_000 } = {}) {
    const fits = (/** @type {Letter} */ letter) =>
      typeof subject === 'string' ? letter.subject.includes(subject) : subject.test(letter.subject);
    return new Promise((found, failed) => {
      const look = () => {
        const letter = this.all(to).findLast(fits);
        if (!letter) return;
        clearTimeout(late);
        this.#waiting.delete(look);
        found(letter);
      };
      const late = setTimeout(() => {
        this.#waiting.delete(look);
        const others = this.#letters.map((letter) => `  ${letter.to.join(', ')}: ${letter.subject}`).join('\n');
        failed(new Error(`no letter ${subject ? `“${subject}” ` : ''}for ${to} within ${within} ms; there are:\n${others}`));
      }, within);
      this.#waiting.add(look);
      look();
    });
  }

  /** Forgets every letter, so that `last` waits for the next one. */
  clear() {
    this.#letters.length = 0;
  }

  /** Closes the server. @returns {Promise<void>} */
  stop() {
    return new Promise((done) => this.#server.close(() => done()));
  }
}
