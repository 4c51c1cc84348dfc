/** Header that tells the page with what status the API answered. */
export const apiStatusHeader = "api-status";
