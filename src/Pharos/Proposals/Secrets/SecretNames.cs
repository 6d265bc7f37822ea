namespace Pharos.Proposals.Secrets;

/// <summary>Names that say of what is assigned to them that it is a secret.</summary>
internal static class SecretNames
{
    /// <summary>Parts of names of passwords: what stands there is chosen by people.</summary>
    public static IReadOnlyList<string> Passwords { get; } = ["passw", "pwd", "passphrase", "pass_phrase"];

    /// <summary>Parts of names of keys and tokens: what stands there is drawn by a generator.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        "secret", "token", "api_key", "apikey", "api-key", "api.key", "access_key", "accesskey", "access-key", "private_key", "privatekey", "auth", "credential", "creds", "client_id",
        "signing_key", "encryption_key", "master_key", "_key", "-key", "session",
    ];

    /// <summary>Services whose keys have no form of their own, so that only the name beside them says what they are.</summary>
    public static IReadOnlyList<string> Services { get; } =
    [
        "adafruit", "adobe", "airtable", "algolia", "alibaba", "amplitude", "apify", "appcenter", "asana", "atlassian", "auth0", "beamer", "bitbucket", "bittrex", "bitly", "braintree", "bugsnag", "calendly", "cisco",
        "clearbit", "clicksend", "cloudflare", "cloudinary", "codacy", "codecov", "cohere", "coinbase", "confluence", "confluent", "contentful", "coveralls", "datadog", "deepgram", "digitalocean", "discord", "droneci", "dropbox", "drone",
        "elastic", "etherscan", "etsy", "facebook", "fastly", "finicity", "finnhub", "firebase", "flickr", "freemius", "freshbooks", "freshdesk", "gitter", "gocardless", "hashicorp", "helpscout", "heroku", "hubspot", "infura",
        "instagram", "intercom", "jenkins", "jfrog", "artifactory", "bintray", "xray", "jira", "jumpcloud", "kraken", "kucoin", "launchdarkly", "linear", "linkedin", "linked_in", "linked-in", "lob", "looker", "mailchimp", "mailgun", "mailjet", "mapbox", "mattermost", "messagebird", "mixpanel",
        "netlify", "new-relic", "newrelic", "new_relic", "ngrok", "nytimes", "newyorktimes", "okta", "opsgenie", "pagerduty", "paypal", "plaid", "pusher", "rapidapi", "razorpay", "rollbar", "salesforce", "segment", "sendbird", "sendgrid",
        "sentry", "shodan", "sidekiq", "bundle_enterprise__contribsys__com", "bundle_gems__contribsys__com", "snyk", "sonar", "spotify", "square", "squarespace", "sumo", "sumologic", "tomtom", "travis", "trello", "twilio", "twitch", "twitter", "typeform", "vercel", "vimeo",
        "virustotal", "webex", "wakatime", "yahoo", "yandex", "zendesk", "zoho", "zoom", "privateai", "octopus", "meraki",
    ];
}
