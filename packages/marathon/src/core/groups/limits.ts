/** Most groups and apps that one request may define: it is one deployment, and one write. */
export const GROUP_MEMBERS_MAX = 10_000;

/**
 * Apps whose earlier definitions are kept for versions of groups, over all of them: beyond it the
 * oldest versions go before their number is reached. A hundred thousand take some 100 MiB.
 */
export const HISTORY_APPS_MAX = 100_000;

/** Faults told of one body; one of thousands of wrong apps is told of the first. */
export const FAULTS_MAX = 100;
