using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Effects.Programs;

public sealed class ArchiveProgramsTests
{
    [Theory]
    [InlineData("tar cf me@example.com:/backup.tar src")]
    [InlineData("tar -c --file=host:backup.tar src")]
    public void An_archive_on_another_machine_is_sent_there(string line) =>
        Reads.Line(line).Effects.ShouldContain(effect => effect.Kind == EffectKind.Upload);

    [Theory]
    [InlineData("tar cf ./a:b.tar src")]
    [InlineData("tar --force-local -cf a:b.tar src")]
    [InlineData("tar tf backup.tar")]
    public void A_colon_in_the_name_of_a_local_archive_sends_nothing(string line) =>
        Reads.Line(line).Effects.ShouldNotContain(effect => effect.Kind == EffectKind.Upload);
}
