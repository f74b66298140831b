import * as accessChanged from './access-changed.tsx'
import * as administratorsNotice from './administrators-notice.tsx'
import * as auditHead from './audit-head.tsx'
import * as cardNeeded from './card-needed.tsx'
import * as disbursementWaiting from './disbursement-waiting.tsx'
import * as disputeNotice from './dispute-notice.tsx'
import * as donorEmailChange from './donor-email-change.tsx'
import * as donorEmailChanged from './donor-email-changed.tsx'
import * as donorEmailCorrected from './donor-email-corrected.tsx'
import * as donorSignIn from './donor-sign-in.tsx'
import * as fundNews from './fund-news.tsx'
import * as impactUpdate from './impact-update.tsx'
import * as monthlyCancelled from './monthly-cancelled.tsx'
import * as monthlyChanged from './monthly-changed.tsx'
import type { Message } from './parts/message.ts'
import * as paymentFailed from './payment-failed.tsx'
import * as receipt from './receipt.tsx'
import * as recordOpened from './record-opened.tsx'
import * as refundNotice from './refund-notice.tsx'
import * as signUpConfirmation from './sign-up-confirmation.tsx'
import * as staffSignIn from './staff-sign-in.tsx'
import * as statementReady from './statement-ready.tsx'
import * as tributeCheck from './tribute-check.tsx'
import * as tributeNotice from './tribute-notice.tsx'

/** Each message and the facts that it is made of; all of them survive JSON, so that the outbox can keep them. */
export type MessageProps = {
  receipt: receipt.ReceiptProps
  'impact-update': impactUpdate.ImpactUpdateProps
  'fund-news': fundNews.FundNewsProps
  'refund-notice': refundNotice.RefundNoticeProps
  'dispute-notice': disputeNotice.DisputeNoticeProps
  'payment-failed': paymentFailed.PaymentFailedProps
  'monthly-cancelled': monthlyCancelled.MonthlyCancelledProps
  'donor-sign-in': donorSignIn.DonorSignInProps
  'donor-email-change': donorEmailChange.DonorEmailChangeProps
  'donor-email-changed': donorEmailChanged.DonorEmailChangedProps
  'donor-email-corrected': donorEmailCorrected.DonorEmailCorrectedProps
  'statement-ready': statementReady.StatementReadyProps
  'sign-up-confirmation': signUpConfirmation.SignUpConfirmationProps
  'monthly-changed': monthlyChanged.MonthlyChangedProps
  'card-needed': cardNeeded.CardNeededProps
  'tribute-check': tributeCheck.TributeCheckProps
  'tribute-notice': tributeNotice.TributeNoticeProps
  'staff-sign-in': staffSignIn.StaffSignInProps
  'disbursement-waiting': disbursementWaiting.DisbursementWaitingProps
  'audit-head': auditHead.AuditHeadProps
  'administrators-notice': administratorsNotice.AdministratorsNoticeProps
  'access-changed': accessChanged.AccessChangedProps
  'record-opened': recordOpened.RecordOpenedProps
}

export type MessageName = keyof MessageProps

/** A message named above without its file does not compile. */
export const messages: { [N in MessageName]: Message<MessageProps[N]> } = {
  receipt,
  'impact-update': impactUpdate,
  'fund-news': fundNews,
  'refund-notice': refundNotice,
  'dispute-notice': disputeNotice,
  'payment-failed': paymentFailed,
  'monthly-cancelled': monthlyCancelled,
  'donor-sign-in': donorSignIn,
  'donor-email-change': donorEmailChange,
  'donor-email-changed': donorEmailChanged,
  'donor-email-corrected': donorEmailCorrected,
  'statement-ready': statementReady,
  'sign-up-confirmation': signUpConfirmation,
  'monthly-changed': monthlyChanged,
  'card-needed': cardNeeded,
  'tribute-check': tributeCheck,
  'tribute-notice': tributeNotice,
  'staff-sign-in': staffSignIn,
  'disbursement-waiting': disbursementWaiting,
  'audit-head': auditHead,
  'administrators-notice': administratorsNotice,
  'access-changed': accessChanged,
  'record-opened': recordOpened,
}

/** Mail to staff is written in the languages of the staff pages; any other reader's comes in English. */
export const staffMessages: ReadonlySet<MessageName> = new Set([
  'staff-sign-in',
  'disbursement-waiting',
  'audit-head',
  'administrators-notice',
  'access-changed',
  'record-opened',
])
