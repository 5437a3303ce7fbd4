using Eidetic.Abstractions;
using Eidetic.Training;

namespace Eidetic.Modeling.Tests;

public sealed class RehearsalTests
{
    [Fact]
    public void The_longest_missed_images_come_again_beside_those_whose_turn_it_is()
    {
        Rehearsal.Add([4, 7], [7, 2, 9, 1], most: 2).Should().Equal(4, 7, 2, 9);
        Rehearsal.Add([4, 7], [7, 2, 9, 1], most: 0).Should().Equal(4, 7);
        Rehearsal.Add([4], [], most: 2).Should().Equal(4);
    }

    [Fact]
    public void An_image_that_is_named_waits_no_more_and_one_that_is_not_waits_longest_of_all()
    {
        var rehearsal = new Rehearsal(new FeatureMatrix(1, [0, 1, 2, 3, 4]));

        rehearsal.Update([3, 0, 2], [0, 1, 2], [true, false, false]).Should().Equal(3, 1, 2);
    }

    [Fact]
    public void Images_that_nobody_can_tell_apart_are_not_rehearsed()
    {
        var rehearsal = new Rehearsal(new FeatureMatrix(2, [1, 2, 5, 6, 1, 2]));

        rehearsal.Update([], [0, 1, 2], [false, false, false]).Should().Equal(1);
    }

    [Fact]
    public void A_learner_rehearses_what_it_misses_and_its_checkpoint_knows_it()
    {
        using var collection = new TinyCollection(new LearningOptions { Epochs = 3, MemorizeBatch = 2, Rehearsed = 3, CheckpointEvery = TimeSpan.Zero });
        using var learner = collection.NewLearner();
        var folder = Directory.CreateTempSubdirectory("eidetic-rehearsal-");
        var checkpoint = Path.Combine(folder.FullName, "learning.safetensors");

        learner.Run(checkpoint, heldOutRecall: null, _ => { }, TestContext.Current.CancellationToken);

        using var file = SafetensorsFile.Open(checkpoint);
        file.Metadata["learning"].Should().MatchRegex("\"Missed\":\\[[0-9]");
        file.Dispose();
        folder.Delete(recursive: true);
    }
}
