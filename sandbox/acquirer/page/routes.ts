import { type Request, type RequestHandler, type Response, Router, urlencoded } from 'express';
import { z } from 'zod';
import { parse, pathParameter, withFaults } from '../../endpoint';
import type { Faults } from '../../faults';
import type { Attempt, Session, Sessions } from '../sessions';
import { CHALLENGE_CODE } from '../test-cards';
import { type CardDetails, type Vault, problemsOf } from '../vault';
import { type CardPageState, cardPage } from './card-page';
import { PAGE_HEADERS } from './layout';
import { challengePage, finishedPage, unknownPage } from './other-pages';
import { declineText } from './texts';

export interface PageParts {
  faults: Faults;
  sessions: Sessions;
  vault: Vault;
}

const text = z.string().max(200).default('');
const cardForm = z.object({
  action: z.enum(['pay', 'cancel']).default('pay'),
  number: text,
  expiry: text,
  securityCode: text,
  holder: text,
});
const challengeForm = z.object({ action: z.enum(['confirm', 'cancel']).default('confirm'), code: text });

/** What is shown or where the payer goes, decided before the faults may cut the line. */
type Reply = (response: Response) => void;
type Handle = (session: Session, request: Request, reject?: string) => Reply;

/** The payer's pages: the card form, and the bank's challenge. */
export function pageRoutes({ faults, sessions, vault }: PageParts): Router {
  const router = Router();
  const page = (commits: boolean, handle: Handle): RequestHandler => {
    return async (request, response) => {
      response.set(PAGE_HEADERS);
      const session = sessions.find(pathParameter(request, 'sessionId'));
      if (session === undefined) return void response.status(404).send(unknownPage());
      const call = {
        target: 'acquirer',
        operation: 'page',
        references: [session.reference],
        commits,
      } as const;
      const reply = await withFaults(faults, call, request, (reject) => {
        if (session.status !== 'open') return show(finishedPage(session));
        return handle(session, request, reject && (reject.code ?? 'do_not_honour'));
      });
      reply?.(response);
    };
  };
  const form = urlencoded({ extended: false, limit: '10kb' });
  router.get(
    '/pay/:sessionId',
    page(false, (session) => show(cardPage(session))),
  );
  router.post('/pay/:sessionId', form, page(true, pay(sessions)));
  router.get('/challenge/:sessionId', page(false, showChallenge(vault)));
  router.post('/challenge/:sessionId', form, page(true, answerChallenge(sessions, vault)));
  return router;
}

function pay(sessions: Sessions): Handle {
  return (session, request, reject) => {
    const form = parse(cardForm, request.body ?? {});
    if (form.action === 'cancel') return cancel(sessions, session);
    const details = readCard(form);
    const kept: CardPageState = { holder: form.holder, expiry: form.expiry };
    const problems = problemsOf(details);
    if (problems.length > 0) return show(cardPage(session, { ...kept, problems }), 422);
    const attempt = sessions.pay(session, details, reject);
    if (attempt.next === 'retry') {
      return show(cardPage(session, { ...kept, declineCode: attempt.declineCode }), 402);
    }
    return follow(session, attempt);
  };
}

function showChallenge(vault: Vault): Handle {
  return (session) => {
    const card = vault.find(session.challenged ?? '');
    return card ? show(challengePage(session, card.last4)) : redirect(`../pay/${session.id}`);
  };
}

function answerChallenge(sessions: Sessions, vault: Vault): Handle {
  return (session, request, reject) => {
    const card = vault.find(session.challenged ?? '');
    if (card === undefined) return redirect(`../pay/${session.id}`);
    const form = parse(challengeForm, request.body ?? {});
    if (form.action === 'cancel') return cancel(sessions, session);
    const isRight = form.code.replace(/\s/g, '') === CHALLENGE_CODE && reject === undefined;
    const attempt = sessions.answerChallenge(session, isRight);
    if (attempt.next !== 'retry') return follow(session, attempt);
    const message = `${declineText(attempt.declineCode)} Check the code and try again.`;
    return show(challengePage(session, card.last4, message), 402);
  };
}

function cancel(sessions: Sessions, session: Session): Reply {
  sessions.cancel(session);
  return redirect(session.returnUrl);
}

function follow(session: Session, attempt: Attempt): Reply {
  return redirect(attempt.next === 'challenge' ? `../challenge/${session.id}` : session.returnUrl);
}

/** Reads `MM/YY` and `MM/YYYY`, with or without spaces; anything else becomes month 0, which is a problem. */
function readCard(form: z.infer<typeof cardForm>): CardDetails {
  const [, month = '0', year = '0'] = /^(\d{1,2})\s*\/?\s*(?:20)?(\d{2})$/.exec(form.expiry.trim()) ?? [];
  return {
    number: form.number.replace(/[\s-]/g, ''),
    expiryMonth: Number(month),
    expiryYear: 2000 + Number(year),
    securityCode: form.securityCode.trim(),
  };
}

function show(page: string, status = 200): Reply {
  return (response) => void response.status(status).type('html').send(page);
}

function redirect(url: string): Reply {
  return (response) => response.redirect(303, url);
}
