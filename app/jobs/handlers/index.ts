import { mailAuditHead } from '#app/domain/audit/mail-audit-head.server.ts'
import { sealAudit } from '#app/domain/audit/seal-audit.server.ts'
import { matchByRules } from '#app/domain/bank/matching/match-by-rules.server.ts'
import { closeTriedPage } from '#app/domain/defence/close-tried-page.server.ts'
import { watchPatterns } from '#app/domain/defence/watch-patterns.server.ts'
import { announceProposal } from '#app/domain/disbursements/announce-proposal.server.ts'
import { expireDisbursements } from '#app/domain/disbursements/expire-disbursements.server.ts'
import { lookAtDispute } from '#app/domain/disputes/look-at-dispute.server.ts'
import { tellDecision } from '#app/domain/disputes/tell-decision.server.ts'
import { shredReceipts } from '#app/domain/donor-area/erasure/shred-receipts.server.ts'
import { sendSignInLink } from '#app/domain/donor-area/sign-in/send-sign-in-link.server.ts'
import { expireEnvelopes } from '#app/domain/envelopes/expire-envelopes.server.ts'
import { announceNewWords } from '#app/domain/fund-followings/announce-new-words.server.ts'
import { closeOpenPages } from '#app/domain/fund-followings/close-open-pages.server.ts'
import { followFundState } from '#app/domain/fund-followings/follow-fund-state.server.ts'
import { restUnanswered } from '#app/domain/fund-followings/rest-unanswered.server.ts'
import { watchMonthlyGifts } from '#app/domain/fund-followings/watch-monthly-gifts.server.ts'
import { bringIn } from '#app/domain/imports/bring-in.server.ts'
import { forgetImports } from '#app/domain/imports/forget-imports.server.ts'
import { readImport } from '#app/domain/imports/read-file.server.ts'
import { takeBack } from '#app/domain/imports/take-back.server.ts'
import { resumeAfterIncident } from '#app/domain/incidents/resume-after-incident.server.ts'
import { sendQueuedMail } from '#app/domain/mail/send-queued-mail.server.ts'
import { eraseUnconfirmed } from '#app/domain/mail-sign-ups/erase-unconfirmed.server.ts'
import { correctReceipt } from '#app/domain/receipts/correct-receipt.server.ts'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { notifyRefund } from '#app/domain/receipts/notify-refund.server.ts'
import { lookAtFailedPayment } from '#app/domain/recurring-donations/look-at-failed-payment.server.ts'
import { lookAtSchedule } from '#app/domain/recurring-donations/look-at-schedule.server.ts'
import { takeNewCard } from '#app/domain/recurring-donations/take-new-card.server.ts'
import { sendRequest } from '#app/domain/refunds/send-request.server.ts'
import { eraseAfterTerm } from '#app/domain/requests/erase-after-term.server.ts'
import { eraseUnaccepted } from '#app/domain/requests/erase-unaccepted.server.ts'
import { carryOutWish } from '#app/domain/schedule-wishes/carry-out-wish.server.ts'
import { announceStatements } from '#app/domain/statements/announce-statements.server.ts'
import { handleEvents } from '#app/domain/stripe-mirror/handle-events.server.ts'
import { forgetGiftWords } from '#app/domain/tributes/forget-gift-words.server.ts'
import { sealAnew } from '#app/domain/vault/seal-anew.server.ts'
import type { JobName, Payload } from '#app/jobs/queue.ts'
import { impactDeliver } from './impact-deliver.ts'
import { stripeSweep } from './stripe-sweep.ts'

/** One handler per job; a name without one does not compile. Handlers may run twice: each verb is written for that. */
export const handlers: { [N in JobName]: (payload: Payload<N>) => Promise<void> } = {
  'stripe.events': handleEvents,
  'stripe.sweep': stripeSweep,
  'receipts.issue': issueReceipts,
  'refund.notify': notifyRefund,
  'stripe.request': sendRequest,
  'dispute.look': lookAtDispute,
  'dispute.decided': tellDecision,
  'receipt.correct': correctReceipt,
  'statements.announce': async (payload) => {
    await announceStatements(payload)
  },
  'mail.erase-sign-ups': eraseUnconfirmed,
  'mail.send': sendQueuedMail,
  'impact.deliver': impactDeliver,
  'disbursement.proposed': announceProposal,
  'disbursement.expire': expireDisbursements,
  'envelope.expire': expireEnvelopes,
  'request.erase': eraseUnaccepted,
  'person.erase': eraseAfterTerm,
  'vault.reseal': sealAnew,
  'bank.match': async () => void (await matchByRules()),
  'audit.seal': sealAudit,
  'audit.mail-head': mailAuditHead,
  'donor.sign-in': sendSignInLink,
  'donor.shred': shredReceipts,
  'gift.forget-words': forgetGiftWords,
  'monthly.carry-out': async (payload) => void (await carryOutWish(payload)),
  'monthly.look': lookAtSchedule,
  'monthly.failed-payment': lookAtFailedPayment,
  'monthly.card': takeNewCard,
  'monthly.follow-fund': async (payload) => void (await followFundState(payload)),
  'monthly.unanswered': restUnanswered,
  'monthly.new-words': announceNewWords,
  'monthly.night': watchMonthlyGifts,
  'gift.close': closeTriedPage,
  'gift.close-pages': closeOpenPages,
  'defence.night': watchPatterns,
  'imports.read': readImport,
  'imports.bring-in': bringIn,
  'imports.take-back': takeBack,
  'imports.forget': forgetImports,
  'incident.resume': resumeAfterIncident,
}
