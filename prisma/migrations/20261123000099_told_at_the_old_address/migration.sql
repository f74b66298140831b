-- Why: an address that staff corrected opens the donor's pages. Whoever had the old one is told, whatever they are left alone about.
create or replace function mail_goes_regardless(p_message text) returns boolean language sql immutable as $$
  select p_message like '%receipt%'
      or p_message in ('refund-notice', 'dispute-notice', 'payment-failed', 'card-needed', 'monthly-changed', 'monthly-cancelled',
                       'donor-sign-in', 'donor-email-change', 'donor-email-changed', 'donor-email-corrected', 'sign-up-confirmation',
                       'tribute-check')
$$;
