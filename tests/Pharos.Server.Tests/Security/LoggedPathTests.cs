using Microsoft.AspNetCore.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Tests.Security;

public sealed class LoggedPathTests
{
    [Theory]
    [InlineData("/r/ph_secret.secret")]
    [InlineData("/R/ph_secret.secret/")]
    [InlineData("//r/ph_secret.secret/more")]
    [InlineData("/r%2Fph_secret.secret")]
    public void The_secret_of_a_link_never_stands_in_a_logged_path(string path) => Logged(path).ShouldBe("/r/…");

    [Theory]
    [InlineData("/api/reviews/1")]
    [InlineData("/readyz")]
    [InlineData("/v1/data/r/x")]
    public void Every_other_path_is_logged_as_it_is(string path) => Logged(path).ShouldBe(path);

    private static string Logged(string path)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        return LoggedPath.Of(context);
    }
}
