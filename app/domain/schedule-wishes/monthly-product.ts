/** Monthly gifts of a deployment hang on one product; each has a price of its own. */
export const monthlyProduct = 'homeward_monthly_gift'
