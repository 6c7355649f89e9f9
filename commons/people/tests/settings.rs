//! What the operator sets the rules to, by page and by program.

mod harness;

use act::Roles;
use harness::{on_both, operator};
use http::Method;
use serde_json::{Value as Json, json};

const PAGE: &str = "/operate/settings/garden.watering_days";
const CALL: &str = "/settings/garden.watering_days";

#[test]
fn an_operator_sets_a_rule_on_its_page_and_sees_who_set_it() {
    on_both(
        |_| (),
        |house| async move {
            house.person("Ada", operator()).await;
            let mut ada = house.signed_in("Ada").await;
            ada.get("/operate/settings").await.is(200).says("garden.watering_days").says(r#"value="2""#);
            ada.post(PAGE, &[("value", " 5 ")]).await.sees("/operate/settings?done=set");
            ada.get("/operate/settings?done=set").await.is(200).says(r#"value="5""#).says("Ada");
            for refused in ["0", "15", "a few", "", "99999999999999999999"] {
                let kept = format!(r#"value="{refused}""#);
                ada.post(PAGE, &[("value", refused)])
                    .await
                    .is(422)
                    .says(&kept)
                    .says("garden.watering_days-error");
            }
            ada.get("/operate/settings").await.is(200).says(r#"value="5""#);
            ada.post(PAGE, &[("default", "yes")]).await.sees("/operate/settings?done=set");
            ada.get("/operate/settings").await.is(200).says(r#"value="2""#);
            ada.post("/operate/settings/garden.mowing", &[("value", "5")]).await.is(404);
        },
    );
}

#[test]
fn a_program_reads_and_sets_the_same_rules() {
    on_both(
        |_| (),
        |house| async move {
            let operators_id = house.person("Ada", operator()).await.to_string();
            house.person("Mara", Roles::MEMBER).await;
            let (mut ada, mut mara) = (house.signed_in("Ada").await, house.signed_in("Mara").await);

            let all = ada.api(Method::GET, "/settings", Json::Null).await.is(200).json();
            let untouched = json!([{
                "name": "garden.watering_days", "words": "", "value": 2, "default": 2, "least": 1, "most": 14,
                "by": null, "at": null,
            }]);
            assert_eq!(all, untouched);

            let set = ada.api(Method::PUT, CALL, json!({ "value": 5 })).await.is(200).json();
            assert_eq!((&set["value"], &set["by"]), (&json!(5), &json!(operators_id)));
            assert!(set["at"].is_string(), "{set}");
            for (refused, status) in
                [(json!({ "value": 15 }), 422), (json!({ "value": "5" }), 422), (json!({}), 422)]
            {
                ada.api(Method::PUT, CALL, refused).await.is(status);
            }
            let all = ada.api(Method::GET, "/settings", Json::Null).await.is(200).json();
            assert_eq!(all, json!([set]), "a refusal changes nothing");

            let back = ada.api(Method::DELETE, CALL, Json::Null).await.is(200).json();
            assert_eq!(json!([back]), untouched);
            ada.api(Method::DELETE, CALL, Json::Null).await.is(200);
            ada.api(Method::PUT, "/settings/garden.mowing", json!({ "value": 5 })).await.is(404);

            for (method, body) in [(Method::PUT, json!({ "value": 5 })), (Method::DELETE, Json::Null)] {
                mara.api(method.clone(), CALL, body.clone()).await.is(403);
                house.browser().api(method, CALL, body).await.is(401);
            }
            mara.api(Method::GET, "/settings", Json::Null).await.is(403);
            house.browser().api(Method::GET, "/settings", Json::Null).await.is(401);
        },
    );
}
