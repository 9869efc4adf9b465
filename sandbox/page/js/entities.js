// Slack keeps three characters escaped, in mrkdwn and in plain text alike.

export const unescape = (text) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
