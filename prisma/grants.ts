import { runMigrations } from 'graphile-worker'
import type { Client } from 'pg'

/**
 * What the app's role may do, said anew after every migration. The owner migrates and never serves requests;
 * the app reads everything, adds everywhere, and changes only what is not history.
 */
export async function grantAppRole(
  client: Client,
  options: { ownerUrl: string; appRole: string },
): Promise<void> {
  const { rows } = await client.query<{ current_user: string }>('select current_user')
  if (rows[0]?.current_user === options.appRole) {
    throw new Error('The migrating owner and the app must be two database roles.')
  }
  const role = client.escapeIdentifier(options.appRole)
  await client.query('begin')
  await client.query(`
    grant usage on schema public to ${role};
    revoke all on all tables in schema public from ${role};
    grant select on all tables in schema public to ${role};
    grant usage, select on all sequences in schema public to ${role};
    grant execute on all functions in schema public to ${role};
    revoke all on table _prisma_migrations from ${role};
    ${appendOnly.map((table) => `grant insert on ${table} to ${role};`).join('\n')}
    ${changeable.map((table) => `grant insert, update on ${table} to ${role};`).join('\n')}
    ${removable.map((table) => `grant insert, update, delete on ${table} to ${role};`).join('\n')}
    grant usage on schema vault_keys to ${role};
    revoke all on all tables in schema vault_keys from ${role};
    grant select, insert, update on vault_keys.person_key to ${role};
    grant select, insert, delete on vault_keys.person_index to ${role};
    grant select, insert, update on vault_keys.receipt_key to ${role};
    grant insert, delete on person_field, request_field to ${role};
    grant insert, delete on gift_intent_origin, payment_card to ${role};
    grant insert, delete on person_document, person_party, person_ride, bond_evidence_content to ${role};
  `)
  await client.query('commit')
  await grantJobQueue(client, options.ownerUrl, role)
}

/** Rows that are added and never changed. The ledger itself is not here: only post_transfers writes it. */
const appendOnly = [
  'fund_state_change, fund_purpose, fund_purpose_text, fund_purpose_code, fund_approval_rule, publication_policy',
  'stripe_event, stripe_balance_transaction, stripe_payout, stripe_payout_event, stripe_payout_item, suspense_item',
  'suspense_assignment, suspense_reversal, suspense_reversal_decision',
  'help_request_event',
  'priority_policy, request_case, request_screening, request_pathway_step, request_pathway_document, vault_term',
  'fund_reserve_change, jurisdiction_rule, rule_review, fund_place, counsel_clearance',
  'clearance_confirmation',
  'gift_intent_part, payment, donation, recurring_donation_change, receipt, mail_event',
  'staff_step_up, staff_sign_in_failure, approval, reservation_resolution, disbursement_payment',
  'disbursement_state_change, bond_state_change, bond_return, bond_deduction, bond_loss',
  'bond_recovery, bond_loss_reversal, bond_chase, bond_preparation_step',
  'shared_bond, shared_bond_part, shared_bond_payment',
  'remittance_deduction, remittance_ending, remittance_return, remittance_recovery',
  'copay_offer, copay_text_review, copay_agreement, copay_receipt, copay_payout, copay_payout_approval',
  'copay_payout_payment, copay_payout_withdrawal, copay_reversal, copay_reversal_decision, forfeiture_call',
  'publication_close, published_figure, closed_release, pool_period, pool_period_flow, impact_update, impact_update_text',
  'impact_update_publication, impact_delivery, audit_event, audit_seal',
  'night_envelope, envelope_approval, envelope_reservation, envelope_ending, envelope_draw, envelope_draw_confirmation',
  'person_case, person_reveal, legal_demand, legal_demand_closing',
  'bond_evidence, bond_evidence_review, bond_party, bond_paper, bond_case_end, bond_mailbox, bond_mailbox_check, address_change',
  'address_change_notice, address_change_contract_notice',
  'advance_cap, advance, advance_cover, advance_confirmation, advance_withdrawal, advance_payment, advance_return',
  'advance_return_answer, posting_attempt, cash_count, cash_count_witness, cash_difference, cash_move, cash_move_answer',
  'expense_claim, expense_line, expense_receipt, expense_approval, expense_rejection, expense_booking',
  'expense_payment, expense_payment_claim, card_charge, expense_payment_charge',
  'bond_place, bond_exposure, disbursement_place',
  'court_date, court_date_outcome, case_contact, case_language, missed_date_answer, bond_deadline, bond_deadline_end',
  'release_check, claim_term, claim_term_review',
  'incident, incident_lifting, incident_lifting_confirmation, audit_export',
  'audit_sample, audit_sample_line, audit_sample_showing, audit_sample_finding',
  'posting_assignment, posting_withdrawal, on_call_turn, on_call_turn_end',
  'fund_limits, fund_limits_decision',
  'fund_purpose_change, fund_purpose_change_text, fund_purpose_change_decision',
  'factor_recovery, factor_recovery_confirmation, factor_recovery_stop, factor_recovery_use',
  'break_glass, break_glass_review',
  'fund_closing, fund_closing_decision',
  'donor_erasure',
  'fund_place_ending, fund_place_ending_decision, certificate, certificate_confirmation, certificate_revocation',
  'report_schedule, report_filing, report_export, match_export',
  'refund_policy, refund_policy_text, refund_policy_decision, stripe_request, stripe_request_step, gift_answer',
  'receipt_correction, kept_receipt_look',
  'offline_batch_line_part, offline_batch_ending, offline_reversal, offline_reversal_decision',
  'offline_reversal_part, receipt_printing',
  'annual_statement, annual_statement_line, statement_batch, statement_batch_step, statement_batch_ending',
  'statement_announcement',
  'sendgrid_event, mail_suppression, mail_suppression_end, mail_resend, mail_print',
  'mail_about_fund, person_join, person_join_end',
  'recurring_donation_wish, recurring_donation_wish_end, recurring_donation_version, recurring_donation_version_part',
  'card_request, fund_following, fund_following_step, fund_full_question, fund_full_question_end',
  'gift_tribute_step, tribute_stop, gift_comment_step, gift_comment_withdrawal, receipt_disclosure, receipt_term',
  'state_disclosure, state_disclosure_text, state_disclosure_review, fund_suggestion',
  'donor_note_end, donor_contact_stop, donor_contact_stop_end, donor_reveal, donor_export',
  'bank_account, bank_account_fund, bank_csv_layout, bank_statement, bank_statement_import, bank_statement_withdrawal',
  'bank_line, bank_match, bank_match_line, bank_match_movement, bank_unmatch, bank_difference_explanation',
  'bank_movement_note, books_close, books_close_balance, books_close_decision, chart_version, chart_version_account',
  'journal_export, bank_statement_balance, bank_still_days, bank_balance_answer',
  'bank_own_transfer, bank_transfer_word',
  'giving_limits, failed_try, giving_pause, giving_pause_lift, gift_pattern, gift_pattern_gift, gift_pattern_look',
  'import_mapping, import_event, imported_gift, imported_donor, imported_donor_key, imported_gift_end, import_campaign_choice',
]

const changeable = [
  'charge_finding, stripe_bucket',
  'organization, fund, sweep_cursor, donor, donor_consent, gift_intent, checkout_session, recurring_donation',
  'refund, dispute, imported_gift_refund, imported_gift_dispute, staff, staff_passkey, staff_totp, staff_sign_in_link, staff_session, staff_challenge',
  'disbursement, reservation, bond, person',
  'fund_intake, help_request, call_task',
  'referral_partner, other_place, request_pathway',
  'case_call, case_ride, calendar_feed, missed_date',
  'remittance, offline_batch',
  'dispute_case',
  'donor_sign_in_link, donor_session, mail, kept_receipt',
  'recurring_donation_sight, unknown_subscription',
  'gift_tribute, gift_comment, gift_match',
  'donor_merge, donor_note',
  'import_batch, import_progress',
]

const removable = [
  'staff_role, disbursement_line, staff_passkey, worker_heartbeat, rate_limit',
  'remittance_line, offline_batch_line',
  'donor_sign_in_ask, donor_email_change',
  'mail_sign_up, annual_statement_name',
  'defence_count, checkout_place',
  'import_chunk, import_row',
  'request_rank, request_ride',
]

/**
 * graphile-worker's private tables have row-level security without policies: an ordinary role would be refused
 * by add_job. The policies are renewed here because an upgrade of the queue can replace its tables.
 */
async function grantJobQueue(client: Client, ownerUrl: string, role: string): Promise<void> {
  await runMigrations({ connectionString: ownerUrl })
  const tables = ['_private_jobs', '_private_tasks', '_private_job_queues', '_private_known_crontabs']
  await client.query('begin')
  await client.query(`
    grant usage on schema graphile_worker to ${role};
    grant select, insert, update, delete on all tables in schema graphile_worker to ${role};
    grant usage, select on all sequences in schema graphile_worker to ${role};
    grant execute on all functions in schema graphile_worker to ${role};
  `)
  for (const table of tables) {
    await client.query(`
      drop policy if exists homeward_app on graphile_worker.${table};
      create policy homeward_app on graphile_worker.${table} for all to ${role} using (true) with check (true);
    `)
  }
  await client.query('commit')
}
